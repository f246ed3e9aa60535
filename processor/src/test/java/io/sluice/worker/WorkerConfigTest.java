package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Settings;
import io.sluice.fetch.FetchConfig;
import io.sluice.imaging.ImageLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {

    @Test
    void hasDefaults() {
        var settings = new Settings(Map.of());

        assertThat(WorkerConfig.from(settings)).isEqualTo(WorkerConfig.DEFAULTS);
        settings.check();
        assertThat(WorkerConfig.DEFAULTS.workers()).isGreaterThanOrEqualTo(4);
        assertThat(WorkerConfig.DEFAULTS.fetch().allowPrivate()).isFalse();
        assertThat(WorkerConfig.DEFAULTS.limits()).isEqualTo(ImageLimits.DEFAULTS);
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.ofEntries(
                Map.entry("SLUICE_WORKERS", "3"),
                Map.entry("SLUICE_FETCHES", "5"),
                Map.entry("SLUICE_JOB_DEADLINE", "2m"),
                Map.entry("SLUICE_RETRY_ATTEMPTS", "7"),
                Map.entry("SLUICE_RETRY_PERIOD", "3h"),
                Map.entry("SLUICE_WORKER_DRAIN", "1s"),
                Map.entry("SLUICE_MAX_FILE_BYTES", "1000"),
                Map.entry("SLUICE_MAX_PIXELS", "2000"),
                Map.entry("SLUICE_CONVERSION_TIMEOUT", "1m"),
                Map.entry("SLUICE_FETCH_ALLOW_PRIVATE", "true"),
                Map.entry("SLUICE_FETCH_TIMEOUT", "5s"),
                Map.entry("SLUICE_FETCH_ATTEMPTS", "2")));

        assertThat(WorkerConfig.from(settings))
                .isEqualTo(new WorkerConfig(
                        3,
                        5,
                        Duration.ofMinutes(2),
                        7,
                        Duration.ofHours(3),
                        Duration.ofSeconds(1),
                        new ImageLimits(2_000, 1_000, Duration.ofMinutes(1)),
                        new FetchConfig(true, Duration.ofSeconds(5), 2, Set.of())));
        settings.check();
        assertThat(settings.effective()).hasSize(WorkerConfig.SETTINGS.size());
    }
}
