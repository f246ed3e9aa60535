package io.sluice.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.account.SecretSeal;
import io.sluice.config.Settings;
import io.sluice.queue.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookConfigTest {

    @Test
    void hasDefaults() {
        assertThat(WebhookConfig.from(new Settings(Map.of()))).isEqualTo(WebhookConfig.DEFAULTS);
    }

    @Test
    void readsEverySetting() {
        var settings = new Settings(Map.of(
                "SLUICE_WEBHOOK_ATTEMPTS", "3",
                "SLUICE_WEBHOOK_WAIT", "100ms",
                "SLUICE_WEBHOOK_TIMEOUT", "2s",
                "SLUICE_FETCH_ALLOW_PRIVATE", "true",
                "SLUICE_WEBHOOK_KEY", "a key that nobody ever guesses at all"));

        assertThat(WebhookConfig.from(settings))
                .isEqualTo(new WebhookConfig(
                        new RetryPolicy(3, Duration.ofMillis(100), 4, Duration.ofHours(1)),
                        Duration.ofSeconds(2),
                        true,
                        SecretSeal.of("a key that nobody ever guesses at all")));
        settings.check();
        assertThat(settings.effective()).hasSameSizeAs(WebhookConfig.SETTINGS);
    }
}
