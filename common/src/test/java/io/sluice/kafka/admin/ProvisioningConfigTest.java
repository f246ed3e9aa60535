package io.sluice.kafka.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvisioningConfigTest {

    @Test
    void replicatesThreeTimesWithThreeBrokers() {
        var config = ProvisioningConfig.from(new Settings(Map.of()));

        assertThat(config).isEqualTo(ProvisioningConfig.DEFAULTS);
        assertThat(config.effective(1)).isEqualTo(new Replication((short) 1));
        assertThat(config.effective(2)).isEqualTo(new Replication((short) 2));
        assertThat(config.effective(9)).isEqualTo(new Replication((short) 3));
    }

    @Test
    void usesTheConfiguredReplicationFactor() {
        var config = ProvisioningConfig.from(new Settings(Map.of("SLUICE_KAFKA_REPLICATION_FACTOR", "5")));

        assertThat(config.effective(3)).isEqualTo(new Replication((short) 5));
    }

    @Test
    void createsFewPartitionsForOneProcess() {
        assertThat(ProvisioningConfig.DEFAULTS.partitions(false)).isEqualTo(8);
        assertThat(ProvisioningConfig.DEFAULTS.partitions(true)).isEqualTo(2);
    }

    @Test
    void createsTheConfiguredNumberOfPartitions() {
        var config = ProvisioningConfig.from(new Settings(Map.of("SLUICE_KAFKA_PARTITIONS", "12")));

        assertThat(config.partitions(false)).isEqualTo(12);
        assertThat(config.partitions(true)).isEqualTo(12);
    }
}
