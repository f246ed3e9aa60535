package io.sluice.worker;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.config.SharedSettings;
import io.sluice.fetch.FetchConfig;
import io.sluice.imaging.ImageLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The settings of the workers.
///
/// @param workers     threads that identify and register uploads
/// @param fetches     maximum concurrent fetches
/// @param jobDeadline maximum duration of one try of an upload, without the waiting between its stages
/// @param attempts    minimum number of tries of an upload that fails for a temporary reason other than its
///                    URL
/// @param retryPeriod time from its acceptance during which an upload is retried in an outage of the store
/// @param drain       maximum wait for current uploads at the close
/// @param limits      maximum sizes
/// @param fetch       settings of fetches
public record WorkerConfig(
        int workers,
        int fetches,
        Duration jobDeadline,
        int attempts,
        Duration retryPeriod,
        Duration drain,
        ImageLimits limits,
        FetchConfig fetch) {

    public static final WorkerConfig DEFAULTS = new WorkerConfig(
            Math.max(16, 4 * Runtime.getRuntime().availableProcessors()),
            32,
            Duration.ofMinutes(9),
            5,
            Duration.ofHours(24),
            Duration.ofSeconds(10),
            ImageLimits.DEFAULTS,
            FetchConfig.DEFAULTS);

    public static final Setting<Long> WORKERS = Setting.number(
            "SLUICE_WORKERS",
            DEFAULTS.workers,
            1,
            1_000,
            "Maximum uploads that are identified and registered at once; by default four for each processor, at least 16");

    public static final Setting<Long> FETCHES = Setting.number(
            "SLUICE_FETCHES",
            DEFAULTS.fetches,
            1,
            1_000,
            "Uploads whose bytes are fetched from URLs or other objects at once: half of them of one organization, 8"
                    + " from one host");

    public static final Setting<Duration> JOB_DEADLINE =
            Setting.duration("SLUICE_JOB_DEADLINE", "9m", "Maximum duration of one try of an upload");

    public static final Setting<Long> ATTEMPTS = Setting.number(
            "SLUICE_RETRY_ATTEMPTS",
            DEFAULTS.attempts,
            1,
            20,
            "Tries of an upload that takes too long or meets an internal error");

    public static final Setting<Duration> RETRY_PERIOD = Setting.duration(
            "SLUICE_RETRY_PERIOD",
            "24h",
            "How long an accepted upload is retried, about once a minute, while the object store or the work directory"
                    + " fails");

    public static final Setting<Duration> DRAIN = Setting.duration(
            "SLUICE_WORKER_DRAIN", "10s", "Maximum wait for uploads in progress when the process stops");

    public static final Setting<Duration> CONVERSION_TIMEOUT = Setting.duration(
            "SLUICE_CONVERSION_TIMEOUT", "5m", "Maximum duration of the conversion of one TIFF or PSD");

    public static final List<Setting<?>> SETTINGS = settings();

    public WorkerConfig {
        if (workers < 1
                || fetches < 1
                || attempts < 1
                || retryPeriod.isNegative()
                || !jobDeadline.isPositive()
                || !drain.isPositive()) {
            throw new IllegalArgumentException("workers, fetches, attempts and durations must be positive, not "
                    + workers + ", " + fetches + ", " + attempts + ", " + jobDeadline + ", " + drain);
        }
    }

    public static WorkerConfig from(Settings settings) {
        return new WorkerConfig(
                Math.toIntExact(settings.get(WORKERS)),
                Math.toIntExact(settings.get(FETCHES)),
                settings.get(JOB_DEADLINE),
                Math.toIntExact(settings.get(ATTEMPTS)),
                settings.get(RETRY_PERIOD),
                settings.get(DRAIN),
                new ImageLimits(
                        settings.get(SharedSettings.MAX_PIXELS),
                        settings.get(SharedSettings.MAX_FILE_BYTES),
                        settings.get(CONVERSION_TIMEOUT)),
                FetchConfig.from(settings));
    }

    private static List<Setting<?>> settings() {
        var settings = new ArrayList<Setting<?>>(List.of(
                WORKERS,
                FETCHES,
                JOB_DEADLINE,
                ATTEMPTS,
                RETRY_PERIOD,
                DRAIN,
                SharedSettings.MAX_FILE_BYTES,
                SharedSettings.MAX_PIXELS,
                CONVERSION_TIMEOUT));
        settings.addAll(FetchConfig.SETTINGS);
        return List.copyOf(settings);
    }
}
