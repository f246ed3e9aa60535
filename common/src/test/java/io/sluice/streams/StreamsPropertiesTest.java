package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.admin.Replication;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsPropertiesTest {

    @TempDir
    Path stateDirectory;

    @Test
    void passesSecurityPropertiesToEveryClientOfATopology() {
        var brokers = new KafkaConfig("a:9092", Map.of("security.protocol", "SSL", "ssl.truststore.type", "PEM"));

        var config = config(brokers, 1);

        assertThat(config.getMainConsumerConfigs("group", "client", 0)).containsAllEntriesOf(brokers.security());
        assertThat(config.getRestoreConsumerConfigs("client")).containsAllEntriesOf(brokers.security());
        assertThat(config.getGlobalConsumerConfigs("client")).containsAllEntriesOf(brokers.security());
        assertThat(config.getProducerConfigs("client")).containsAllEntriesOf(brokers.security());
        assertThat(config.getAdminConfigs("client")).containsAllEntriesOf(brokers.security());
    }

    @Test
    void replicatesInternalTopicsLikeOtherTopics() {
        var config = config(new KafkaConfig("a:9092"), 3);

        assertThat(config.getInt("replication.factor")).isEqualTo(3);
        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .as("what the assignor makes internal topics with")
                .containsEntry("replication.factor", 3)
                .containsEntry("topic.min.insync.replicas", "2");
    }

    @Test
    void requiresNoMoreInSyncReplicasThanASmallClusterHas() {
        var config = config(new KafkaConfig("a:9092"), 2);

        assertThat(config.getInt("replication.factor")).isEqualTo(2);
        assertThat(config.getMainConsumerConfigs("group", "client", 0)).doesNotContainKey("topic.min.insync.replicas");
    }

    @Test
    void staysAStaticMemberThroughHalfAMinuteWithoutProcessorTime() {
        var brokers = new KafkaConfig("a:9092");

        var consumer = config(brokers, 1).getMainConsumerConfigs("group", "client", 0);
        var afterRestart = config(brokers, 1).getMainConsumerConfigs("group", "client", 0);

        assertThat(consumer.get("session.timeout.ms"))
                .isInstanceOfSatisfying(
                        Integer.class, millis -> assertThat(millis).isGreaterThanOrEqualTo(30_000));
        assertThat(consumer).containsEntry("group.instance.id", afterRestart.get("group.instance.id"));
    }

    private StreamsConfig config(KafkaConfig brokers, int replicas) {
        var home = new StreamsHome(brokers, new Replication((short) replicas), stateDirectory);
        return new StreamsConfig(StreamsProperties.of("app", home, 1, 0));
    }
}
