package io.sluice.catalog;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// The configuration of the catalog.
///
/// @param threads          stream threads; organizations are distributed over them, and one thread decides all
/// commands of an organization
/// @param standbyReplicas  copies of the state that other processes keep up to date, to take over without
///                         restoring it
/// @param deletedRetention how long a deleted image can be restored before it is purged
public record CatalogConfig(int threads, int standbyReplicas, Duration deletedRetention) {

    public static final Setting<Long> THREADS = Setting.number(
            "SLUICE_CATALOG_THREADS", 1, 1, 64, "Threads that decide catalog commands, at most one per partition");

    public static final Setting<Long> STANDBY_REPLICAS = Setting.number(
            "SLUICE_CATALOG_STANDBY_REPLICAS",
            0,
            0,
            8,
            "Copies of the catalog's state that other processes keep, to take over at once");

    public static final Setting<Duration> DELETED_RETENTION = Setting.duration(
            "SLUICE_DELETED_RETENTION", "30d", "How long a deleted image can be restored before it is purged");

    public static final List<Setting<?>> SETTINGS = List.of(THREADS, STANDBY_REPLICAS, DELETED_RETENTION);

    public static final CatalogConfig DEFAULTS = new CatalogConfig(1, 0, Duration.ofDays(30));

    public CatalogConfig {
        if (threads < 1 || standbyReplicas < 0) {
            throw new IllegalArgumentException("the catalog needs at least 1 thread and 0 standby replicas, not "
                    + threads + " and " + standbyReplicas);
        }
        if (deletedRetention.isNegative()) {
            throw new IllegalArgumentException(
                    "deleted images are kept for a positive time, not for " + deletedRetention);
        }
    }

    public static CatalogConfig from(Settings settings) {
        return new CatalogConfig(
                Math.toIntExact(settings.get(THREADS)),
                Math.toIntExact(settings.get(STANDBY_REPLICAS)),
                settings.get(DELETED_RETENTION));
    }
}
