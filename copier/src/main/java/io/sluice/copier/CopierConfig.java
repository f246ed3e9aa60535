package io.sluice.copier;

import io.sluice.config.Setting;
import io.sluice.config.Settings;
import java.time.Duration;
import java.util.List;

/// How images are copied.
///
/// @param workers  copy tasks worked on at once, each by a thread of its own
/// @param patience how long a task goes on trying while the store or the view fails it; the record lock of the share
///                 group is longer
/// @param threads  stream threads, which walk through organizations
/// @param standbys copies of the jobs' state that other processes keep warm
/// @param drain    how long to wait at the end for tasks that are being worked on
public record CopierConfig(int workers, Duration patience, int threads, int standbys, Duration drain) {

    public static final CopierConfig DEFAULTS =
            new CopierConfig(8, Duration.ofMinutes(2), 1, 0, Duration.ofSeconds(10));

    public static final Setting<Long> WORKERS = Setting.number(
            "SLUICE_COPY_WORKERS",
            DEFAULTS.workers,
            1,
            1_000,
            "Copy tasks worked on at once, each of up to 100 images");

    public static final Setting<Duration> PATIENCE = Setting.duration(
            "SLUICE_COPY_PATIENCE", "2m", "How long a copy task goes on trying while the store fails it");

    public static final Setting<Long> THREADS = Setting.number(
            "SLUICE_COPIER_THREADS", DEFAULTS.threads, 1, 100, "Threads that cut bulk copies into tasks");

    public static final Setting<Long> STANDBYS = Setting.number(
            "SLUICE_COPIER_STANDBYS",
            DEFAULTS.standbys,
            0,
            10,
            "Copies of the bulk jobs' state that other processes keep warm");

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
