package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.KafkaConfig;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsPropertiesTest {

    @TempDir
    Path stateDirectory;

    @Test
    void handsEveryClientOfATopologyThePropertiesOfSecurity() {
        var brokers = new KafkaConfig("a:9092", Map.of("security.protocol", "SSL", "ssl.truststore.type", "PEM"));

        var config = new StreamsConfig(StreamsProperties.of("app", brokers, stateDirectory, 1, 0));

        assertThat(config.getMainConsumerConfigs("group", "client", 0)).containsAllEntriesOf(brokers.security());
        assertThat(config.getRestoreConsumerConfigs("client")).containsAllEntriesOf(brokers.security());
        assertThat(config.getGlobalConsumerConfigs("client")).containsAllEntriesOf(brokers.security());
        assertThat(config.getProducerConfigs("client")).containsAllEntriesOf(brokers.security());
        assertThat(config.getAdminConfigs("client")).containsAllEntriesOf(brokers.security());
    }
}
