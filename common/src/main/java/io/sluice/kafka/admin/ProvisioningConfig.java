package io.sluice.kafka.admin;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.util.List;

/// Settings for the creation of topics.
///
/// @param replicationFactor copies of every partition; 0 for three, or as many as there are brokers when fewer
/// @param partitions        number of partitions; 0 for the default
public record ProvisioningConfig(int replicationFactor, int partitions) {

    public static final ProvisioningConfig DEFAULTS = new ProvisioningConfig(0, 0);

    public static final Setting<Long> REPLICATION_FACTOR = Setting.number(
            "SLUICE_KAFKA_REPLICATION_FACTOR",
            0,
            0,
            10,
            "Replication factor of the topics that are created; 0 for 3, or the number of brokers if fewer");

    public static final Setting<Long> PARTITIONS = Setting.number(
            "SLUICE_KAFKA_PARTITIONS",
            0,
            0,
            256,
            "Number of partitions of the topics that are created; topics that exist keep theirs; 0 for 8, or for 2 with"
                    + " an embedded broker");

    public static final List<Setting<?>> SETTINGS = List.of(REPLICATION_FACTOR, PARTITIONS);

    private static final int IN_A_CLUSTER = 8;

    /// One process does all the work: further partitions would only be more files to open and tasks to run.
    private static final int EMBEDDED = 2;

    public static ProvisioningConfig from(Settings settings) {
        return new ProvisioningConfig(
                settings.get(REPLICATION_FACTOR).intValue(),
                settings.get(PARTITIONS).intValue());
    }

    /// Returns the number of partitions of topics where there are none yet.
    ///
    /// @param embedded whether the broker is part of this process
    int partitions(boolean embedded) {
        if (partitions > 0) {
            return partitions;
        }
        return embedded ? EMBEDDED : IN_A_CLUSTER;
    }

    /// Returns the replication in a cluster of `brokers` brokers.
    public Replication effective(int brokers) {
        return new Replication((short) (replicationFactor == 0 ? Math.clamp(brokers, 1, 3) : replicationFactor));
    }
}
