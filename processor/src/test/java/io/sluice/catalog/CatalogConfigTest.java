package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogConfigTest {

    @Test
    void hasDefaults() {
        assertThat(CatalogConfig.from(new Settings(Map.of()))).isEqualTo(CatalogConfig.DEFAULTS);
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.of(
                "SLUICE_CATALOG_THREADS",
                "3",
                "SLUICE_CATALOG_STANDBY_REPLICAS",
                "1",
                "SLUICE_DELETED_RETENTION",
                "5s"));

        var config = CatalogConfig.from(settings);

        settings.check();
        assertThat(config).isEqualTo(new CatalogConfig(3, 1, Duration.ofSeconds(5)));
    }

    @Test
    void refusesZeroThreads() {
        assertThatThrownBy(() -> new CatalogConfig(0, 0, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
