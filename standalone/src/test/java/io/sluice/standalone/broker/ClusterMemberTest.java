package io.sluice.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

class ClusterMemberTest {

    private static final Map<Integer, Integer> VOTERS = Map.of(1, 19_001, 2, 19_002, 3, 19_003);
    private static final BrokerConfig.ProxiedPort PEERS = new BrokerConfig.ProxiedPort(9094, 19_094);

    @Test
    void keepsThreeCopiesAndReachesTheOthersThroughTheirProxies() {
        var properties = BrokerProperties.ofMember(
                Path.of("logs"),
                9092,
                new ClusterMember(2, "cluster", 9093, PEERS, VOTERS),
                List.of(new BrokerConfig.ProxiedPort(9095, 19_095)));

        // Kafka fails for inconsistent values
        var config = KafkaConfig.fromProps(properties, false);

        assertThat(config.getInt("default.replication.factor")).isEqualTo(3);
        assertThat(config.getInt("min.insync.replicas")).isEqualTo(2);
        assertThat(config.getInt("broker.session.timeout.ms")).isLessThan(20_000);
        assertThat(properties)
                .containsEntry("node.id", "2")
                .containsEntry("inter.broker.listener.name", "PEERS")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:19001,2@127.0.0.1:19002,3@127.0.0.1:19003");
        assertThat(properties.getProperty("advertised.listeners")).contains("PEERS://127.0.0.1:19094");
    }

    @Test
    void mustBeAVoter() {
        assertThatThrownBy(() -> new ClusterMember(4, "cluster", 9093, PEERS, VOTERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4");
    }
}
