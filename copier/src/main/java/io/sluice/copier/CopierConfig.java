package io.sluice.copier;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// The configuration of the copier.
///
/// @param workers  maximum concurrent copy tasks, each in a thread of its own
/// @param patience maximum time of a task's retries while the store or the view fails; the record lock of the
///                 share group is longer
/// @param threads  number of stream threads, which cut jobs into slices
/// @param standbys number of replicas of the jobs' state in other processes
/// @param drain    maximum wait for tasks in progress at shutdown
public record CopierConfig(int workers, Duration patience, int threads, int standbys, Duration drain) {

    public static final CopierConfig DEFAULTS =
            new CopierConfig(8, Duration.ofMinutes(10), 1, 0, Duration.ofSeconds(10));

    public static final Setting<Long> WORKERS = Setting.number(
            "SLUICE_COPY_WORKERS",
            DEFAULTS.workers,
            1,
            1_000,
            "Maximum concurrent copy tasks, each of up to 100 images");

    public static final Setting<Duration> PATIENCE = Setting.duration(
            "SLUICE_COPY_PATIENCE", "10m", "Maximum time of a copy task's retries while the store fails");

    public static final Setting<Long> THREADS =
            Setting.number("SLUICE_COPIER_THREADS", DEFAULTS.threads, 1, 100, "Threads that cut bulk jobs into slices");

    public static final Setting<Long> STANDBYS = Setting.number(
            "SLUICE_COPIER_STANDBYS", DEFAULTS.standbys, 0, 10, "Replicas of the bulk jobs' state in other processes");

    public static final List<Setting<?>> SETTINGS = List.of(WORKERS, PATIENCE, THREADS, STANDBYS);

    public CopierConfig {
        if (workers < 1 || !patience.isPositive() || threads < 1 || standbys < 0 || !drain.isPositive()) {
            throw new IllegalArgumentException("workers, threads and durations must be positive, not " + workers + ", "
                    + threads + ", " + patience + ", " + drain);
        }
    }

    public static CopierConfig from(Settings settings) {
        return new CopierConfig(
                Math.toIntExact(settings.get(WORKERS)),
                settings.get(PATIENCE),
                Math.toIntExact(settings.get(THREADS)),
                Math.toIntExact(settings.get(STANDBYS)),
                DEFAULTS.drain);
    }
}
