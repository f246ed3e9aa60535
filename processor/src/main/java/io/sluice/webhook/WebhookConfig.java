package io.sluice.webhook;

import io.sluice.account.SecretSeal;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.config.SharedSettings;
import io.sluice.fetch.FetchConfig;
import io.sluice.queue.RetryPolicy;
import java.time.Duration;
import java.util.List;

/// The configuration of webhook deliveries.
///
/// @param retries      number and delays of attempts
/// @param timeout      maximum duration of one attempt
/// @param allowPrivate whether webhooks may be in private networks and on this machine
/// @param seal         decrypts the secrets
public record WebhookConfig(RetryPolicy retries, Duration timeout, boolean allowPrivate, SecretSeal seal) {

    public static final Setting<Long> ATTEMPTS = Setting.number(
            "SLUICE_WEBHOOK_ATTEMPTS", 8, 1, 30, "Maximum number of attempts to deliver a message to a webhook");

    public static final Setting<Duration> WAIT = Setting.duration(
            "SLUICE_WEBHOOK_WAIT",
            "5s",
            "Delay before the second attempt to deliver a message, four times longer each time up to 1h");

    public static final Setting<Duration> TIMEOUT =
            Setting.duration("SLUICE_WEBHOOK_TIMEOUT", "10s", "Maximum duration of one attempt to deliver a message");

    public static final List<Setting<?>> SETTINGS =
            List.of(ATTEMPTS, WAIT, TIMEOUT, FetchConfig.ALLOW_PRIVATE, SharedSettings.WEBHOOK_KEY);

    private static final int FACTOR = 4;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    public static final WebhookConfig DEFAULTS = new WebhookConfig(
            new RetryPolicy(8, Duration.ofSeconds(5), FACTOR, LONGEST_WAIT),
            Duration.ofSeconds(10),
            false,
            SecretSeal.NONE);

    public WebhookConfig {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout of a webhook must be positive, not " + timeout);
        }
    }

    public static WebhookConfig from(Settings settings) {
        var first = settings.get(WAIT);
        return new WebhookConfig(
                new RetryPolicy(
                        Math.toIntExact(settings.get(ATTEMPTS)),
                        first,
                        FACTOR,
                        first.compareTo(LONGEST_WAIT) > 0 ? first : LONGEST_WAIT),
                settings.get(TIMEOUT),
                settings.get(FetchConfig.ALLOW_PRIVATE),
                settings.get(SharedSettings.WEBHOOK_KEY));
    }
}
