package io.sluice.copier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CopierConfigTest {

    @Test
    void hasDefaults() {
        assertThat(CopierConfig.from(new Settings(Map.of()))).isEqualTo(CopierConfig.DEFAULTS);
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.of(
                "SLUICE_COPY_WORKERS",
                "3",
                "SLUICE_COPY_PATIENCE",
                "5s",
                "SLUICE_COPIER_THREADS",
                "2",
                "SLUICE_COPIER_STANDBYS",
                "1"));

        var config = CopierConfig.from(settings);

        settings.check();
        assertThat(config).isEqualTo(new CopierConfig(3, Duration.ofSeconds(5), 2, 1, CopierConfig.DEFAULTS.drain()));
    }

    @Test
    void refusesZeroWorkers() {
        var second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> new CopierConfig(0, second, 1, 0, second))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
