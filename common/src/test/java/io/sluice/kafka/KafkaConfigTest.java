package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {

    @Test
    void knowsNoBrokersByDefault() {
        assertThat(KafkaConfig.isGiven(new Settings(Map.of()))).isFalse();
        assertThatThrownBy(() -> KafkaConfig.from(new Settings(Map.of()))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheBrokersThatAreNamed() {
        var settings = new Settings(Map.of("SLUICE_KAFKA_BOOTSTRAP_SERVERS", "a:9092,b:9092"));

        assertThat(KafkaConfig.isGiven(settings)).isTrue();
        assertThat(KafkaConfig.from(settings)).isEqualTo(new KafkaConfig("a:9092,b:9092"));
    }

    @Test
    void replicatesThreeTimesWhereThereAreThreeBrokers() {
        var config = ProvisioningConfig.from(new Settings(Map.of()));

        assertThat(config).isEqualTo(ProvisioningConfig.DEFAULTS);
        assertThat(config.effective(1)).isEqualTo((short) 1);
        assertThat(config.effective(2)).isEqualTo((short) 2);
        assertThat(config.effective(9)).isEqualTo((short) 3);
    }

    @Test
    void replicatesAsOftenAsItIsTold() {
        var config = ProvisioningConfig.from(new Settings(Map.of("SLUICE_KAFKA_REPLICATION_FACTOR", "5")));

        assertThat(config.effective(3)).isEqualTo((short) 5);
    }
}
