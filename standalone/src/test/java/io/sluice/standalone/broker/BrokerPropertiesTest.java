package io.sluice.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {

    /// The properties parsed by Kafka, which fails for inconsistent values.
    private final Properties properties = BrokerProperties.of(Path.of("logs"), 9092, 9093, List.of());

    private final KafkaConfig config = KafkaConfig.fromProps(properties, false);

    @Test
    void keepsTheBrokerRegisteredForAMinuteAndAHalfWithoutCpu() {
        assertThat(config.getInt("broker.session.timeout.ms")).isGreaterThan(90_000);
        assertThat(config.getInt("initial.broker.registration.timeout.ms")).isGreaterThan(90_000);
    }

    @Test
    void keepsMembersOfShareGroupsForHalfAMinuteWithoutCpu() {
        assertThat(config.getInt("group.share.session.timeout.ms"))
                .isGreaterThanOrEqualTo(30_000)
                .isLessThanOrEqualTo(45_000)
                .isLessThanOrEqualTo(config.getInt("group.share.max.session.timeout.ms"));
    }

    @Test
    void waitsForItsLogsLongEnoughOnAStarvedMachine() {
        for (var timeout : List.of(
                "offsets.commit.timeout.ms",
                "share.coordinator.write.timeout.ms",
                "controller.quorum.request.timeout.ms",
                "request.timeout.ms")) {
            assertThat(config.getInt(timeout)).as(timeout).isGreaterThanOrEqualTo(30_000);
        }
    }

    @Test
    void writesNothingEverySecondWhenItIsIdle() {
        assertThat(config.getInt("metadata.max.idle.interval.ms")).isZero();
        assertThat(config.getLong("replica.high.watermark.checkpoint.interval.ms")
                        .longValue())
                .isGreaterThan(60_000);
        assertThat(config.getInt("log.flush.offset.checkpoint.interval.ms")).isGreaterThan(60_000);
        assertThat(config.getInt("log.flush.start.offset.checkpoint.interval.ms"))
                .isGreaterThan(60_000);
    }
}
