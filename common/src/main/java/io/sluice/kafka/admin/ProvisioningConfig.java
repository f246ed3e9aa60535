package io.sluice.kafka.admin;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;

/// Settings for the creation of topics.
///
/// @param replicationFactor copies of every partition; 0 for three, or as many as there are brokers when fewer
public record ProvisioningConfig(int replicationFactor) {

    public static final ProvisioningConfig DEFAULTS = new ProvisioningConfig(0);

    public static final Setting<Long> REPLICATION_FACTOR = Setting.number(
            "SLUICE_KAFKA_REPLICATION_FACTOR",
            0,
            0,
            10,
            "Replication factor of the topics that are created; 0 for 3, or the number of brokers if fewer");

    public static final List<Setting<?>> SETTINGS = List.of(REPLICATION_FACTOR);

    public static ProvisioningConfig from(Settings settings) {
        return new ProvisioningConfig(settings.get(REPLICATION_FACTOR).intValue());
    }

    /// Returns the replication in a cluster of `brokers` brokers.
    public Replication effective(int brokers) {
        return new Replication((short) (replicationFactor == 0 ? Math.clamp(brokers, 1, 3) : replicationFactor));
    }
}
