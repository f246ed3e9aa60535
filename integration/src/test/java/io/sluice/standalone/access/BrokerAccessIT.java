package io.sluice.standalone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.service.DataDirectory;
import io.sluice.standalone.broker.BrokerConfig;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.standalone.serve.StandaloneConfig;
import io.sluice.standalone.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAccessIT {

    @TempDir
    Path data;

    @Test
    void usesTheBrokerOfTheServerThatRunsThere() throws Exception {
        try (var _ = DataDirectory.open(data);
                var broker = EmbeddedBroker.start(new BrokerConfig(data.resolve("kafka"), 0))) {
            try (var access = BrokerAccess.open(config())) {
                assertThat(access.kafka().bootstrapServers())
                        .isEqualTo(broker.config().bootstrapServers());
            }
            assertThat(clusterId(broker.config())).isNotEmpty(); // it still runs
        }
    }

    @Test
    void startsTheBrokerWhenNoServerRunsAndBlocksServersMeanwhile() throws Exception {
        String id;
        try (var broker = EmbeddedBroker.start(new BrokerConfig(data.resolve("kafka"), 0))) {
            id = clusterId(broker.config());
        }
        assertThat(data.resolve("kafka/port")).doesNotExist();
        // the state that a killed server leaves
        Files.writeString(data.resolve("kafka/port"), "1");

        try (var access = BrokerAccess.open(config())) {
            assertThat(clusterId(access.kafka())).isEqualTo(id);
            assertThat(DataDirectory.openUnlessInUse(data)).isEmpty();
        }
        try (var directory = DataDirectory.open(data)) {
            assertThat(directory.root()).isEqualTo(data);
        }
    }

    @Test
    void ignoresThePortOfAnotherBroker() throws Exception {
        try (var broker = EmbeddedBroker.start(new BrokerConfig(data.resolve("kafka"), 0))) {
            assertThat(clusterId(broker.config())).isNotEmpty();
        }
        try (var _ = DataDirectory.open(data);
                var other = EmbeddedBroker.start(new BrokerConfig(data.resolve("other"), 0))) {
            var address = other.config().bootstrapServers();
            Files.writeString(data.resolve("kafka/port"), address.substring(address.indexOf(':') + 1));

            assertThatThrownBy(() -> BrokerAccess.open(config()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("does not respond");
        }
    }

    @Test
    void createsNoBrokerInANewDirectory() {
        assertThatThrownBy(() -> BrokerAccess.open(config()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(data.toString());
        assertThat(data).isEmptyDirectory();
    }

    private StandaloneConfig config() {
        return StandaloneConfig.read(Map.of(), data);
    }

    private static String clusterId(KafkaConfig config) throws Exception {
        try (var admin = new KafkaClients(config).admin()) {
            return admin.describeCluster().clusterId().get(10, TimeUnit.SECONDS);
        }
    }
}
