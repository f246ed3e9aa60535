package io.sluice.ingest;

import io.sluice.account.SecretSeal;
import io.sluice.config.DurationText;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.config.SharedSettings;
import io.sluice.ingest.access.AccessConfig;
import io.sluice.ingest.door.DoorConfig;
import io.sluice.ingest.door.ListenerConfig;
import io.sluice.ingest.place.TransferConfig;
import io.sluice.ingest.preview.PreviewConfig;
import io.sluice.ingest.upload.UploadConfig;
import io.sluice.service.FoundationConfig;
import java.time.Duration;
import java.util.List;

/// The configuration of the REST API.
///
/// @param access      permissions that do not depend on roles
/// @param transfers   limits of the transfer of bodies and of concurrent requests
/// @param previews    resources of previews
/// @param webhookSeal encryption of the secrets of webhooks
/// @param syncTimeout maximum wait of a response for the outcome, after which it is a 202
/// @param maxViewAge  maximum age of a view that reads are answered from; zero for any age
public record ApiConfig(
        ListenerConfig listener,
        AccessConfig access,
        UploadConfig uploads,
        TransferConfig transfers,
        PreviewConfig previews,
        SecretSeal webhookSeal,
        Duration syncTimeout,
        Duration maxViewAge) {

    /// Time that a response may take longer than the timeout for its outcome.
    private static final Duration DOOR_MARGIN = Duration.ofSeconds(5);

    public static final Setting<Duration> SYNC_TIMEOUT = Setting.duration(
            "SLUICE_SYNC_TIMEOUT", "60s", "how long an upload waits for its outcome before it is answered with 202");
    public static final Setting<Duration> MAX_VIEW_AGE = new Setting<>(
            "SLUICE_MAX_VIEW_AGE",
            "0s",
            "age of this node's view from which on reads get 503, for example while Kafka is away; 0s for any age",
            false,
            ApiConfig::anyDuration);

    public static final List<Setting<?>> SETTINGS = FoundationConfig.distinct(
            ListenerConfig.SETTINGS,
            List.of(SYNC_TIMEOUT, MAX_VIEW_AGE),
            UploadConfig.SETTINGS,
            AccessConfig.SETTINGS,
            List.of(SharedSettings.WEBHOOK_KEY),
            TransferConfig.SETTINGS,
            PreviewConfig.SETTINGS);

    public ApiConfig {
        if (!syncTimeout.isPositive()) {
            throw new IllegalArgumentException("the sync timeout must be positive, but is " + syncTimeout);
        }
        if (maxViewAge.isNegative()) {
            throw new IllegalArgumentException("the age of a view is not negative, as " + maxViewAge + " is");
        }
    }

    public static ApiConfig from(Settings settings) {
        return new ApiConfig(
                ListenerConfig.from(settings),
                AccessConfig.from(settings),
                UploadConfig.from(settings),
                TransferConfig.from(settings),
                PreviewConfig.from(settings),
                settings.get(SharedSettings.WEBHOOK_KEY),
                settings.get(SYNC_TIMEOUT),
                settings.get(MAX_VIEW_AGE));
    }

    /// Returns the configuration of the HTTP server, which answers in place of the API if the API does not
    /// answer with 202 in time.
    public DoorConfig door() {
        return new DoorConfig(listener, syncTimeout.plus(DOOR_MARGIN), transfers.leastRate(), access.corsOrigins());
    }

    private static Duration anyDuration(String text) {
        return text.strip().equals("0s") ? Duration.ZERO : DurationText.parse(text);
    }
}
