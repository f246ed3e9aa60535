package io.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogConfigTest {

    @Test
    void hasDefaults() {
        assertThat(CatalogConfig.from(new Settings(Map.of()))).isEqualTo(CatalogConfig.DEFAULTS);
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.of("SLUICE_CATALOG_THREADS", "3", "SLUICE_CATALOG_STANDBY_REPLICAS", "1"));

        var config = CatalogConfig.from(settings);

        settings.check();
        assertThat(config).isEqualTo(new CatalogConfig(3, 1));
    }

    @Test
    void needsAThread() {
        assertThatThrownBy(() -> new CatalogConfig(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
