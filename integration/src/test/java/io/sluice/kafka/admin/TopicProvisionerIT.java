package io.sluice.kafka.admin;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.ConfigurationException;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.testsupport.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicProvisionerIT {

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set by each test
    private TestBroker broker;

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void createsTopicsWhichKeepTheirPartitionsWhateverIsConfiguredLater() throws Exception {
        broker = TestBroker.start(folder);

        TopicProvisioner.provision(broker.clients(), new ProvisioningConfig(0, 3));

        try (var admin = broker.clients().admin()) {
            var names = Topics.ALL.stream().map(Topic::name).collect(toSet());
            var described = admin.describeTopics(names).allTopicNames().get();
            assertThat(described).containsOnlyKeys(names);
            assertThat(described.values())
                    .allSatisfy(topic -> assertThat(topic.partitions()).hasSize(3));
        }
        assertThatCode(() -> TopicProvisioner.provision(broker.clients(), ProvisioningConfig.DEFAULTS))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesTopicsThatWouldLoseDataAndNamesThemAll() throws Exception {
        broker = TestBroker.start(folder);
        try (var admin = broker.clients().admin()) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.SOURCE_IMAGES.name(), Optional.of(8), Optional.empty())
                                    .configs(Topics.UPLOADS.config()),
                            new NewTopic(Topics.UPLOADS.name(), Optional.of(3), Optional.empty())
                                    .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1000"))))
                    .all()
                    .get();
        }

        assertThatThrownBy(() -> TopicProvisioner.provision(broker.clients(), ProvisioningConfig.DEFAULTS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("topic sluice.source-images: cleanup.policy is delete, but should be compact")
                .hasMessageContaining("topic sluice.uploads: partitions is 3, but should be at least 8")
                .hasMessageContaining("topic sluice.uploads: max.message.bytes is 1000");
    }

    @Test
    void refusesRecordsOfANewerReleaseAndCreatesNothing() throws Exception {
        broker = TestBroker.start(folder);
        var newer = "sluice.format-" + (RecordFormat.VERSION + 1);
        try (var admin = broker.clients().admin()) {
            admin.createTopics(List.of(new NewTopic(newer, Optional.of(1), Optional.empty())))
                    .all()
                    .get();

            assertThatThrownBy(() -> TopicProvisioner.provision(broker.clients(), ProvisioningConfig.DEFAULTS))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("there is a topic " + newer);
            assertThat(admin.listTopics().names().get()).containsExactly(newer);
        }
    }
}
