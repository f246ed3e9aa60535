package io.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.account.SecretSeal;
import io.sluice.config.ConfigurationException;
import io.sluice.config.Settings;
import io.sluice.ingest.access.RootKey;
import io.sluice.ingest.upload.AdmissionConfig;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiConfigTest {

    @Test
    void hasDefaults() {
        assertThat(ApiConfig.from(new Settings(Map.of()))).isEqualTo(ApiConfig.DEFAULTS);
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.of(
                "SLUICE_HTTP_HOST", "127.0.0.1",
                "SLUICE_HTTP_PORT", "9090",
                "SLUICE_SYNC_TIMEOUT", "5s",
                "SLUICE_MAX_VIEW_AGE", "9s",
                "SLUICE_HTTP_IDLE_TIMEOUT", "7s",
                "SLUICE_MAX_FILE_BYTES", "1000",
                "SLUICE_MAX_CONCURRENT_UPLOADS", "3",
                "SLUICE_MAX_PIXELS", "2000",
                "SLUICE_ROOT_API_KEY", "0123456789abcdef",
                "SLUICE_WEBHOOK_KEY", "a key that nobody ever guesses at all"));

        assertThat(ApiConfig.from(settings))
                .isEqualTo(new ApiConfig(
                        "127.0.0.1",
                        9090,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(7),
                        1000,
                        3,
                        RootKey.of("0123456789abcdef"),
                        AdmissionConfig.DEFAULTS,
                        SecretSeal.of("a key that nobody ever guesses at all"),
                        2000));
        settings.check();
        assertThat(settings.effective()).hasSameSizeAs(ApiConfig.SETTINGS);
    }

    @Test
    void neverPrintsTheRootKey() {
        var settings = new Settings(Map.of("SLUICE_ROOT_API_KEY", "0123456789abcdef"));

        assertThat(ApiConfig.from(settings).toString()).doesNotContain("0123456789abcdef");
        assertThat(settings.effective().toString()).doesNotContain("0123456789abcdef");
    }

    @Test
    void refusesARootKeyThatCanBeGuessedWithoutPrintingIt() {
        var settings = new Settings(Map.of("SLUICE_ROOT_API_KEY", "secret"));

        ApiConfig.from(settings);

        assertThatThrownBy(settings::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("SLUICE_ROOT_API_KEY")
                .hasMessageContaining("at least 16 characters")
                .hasMessageNotContaining("=secret");
    }
}
