package io.sluice.ingest;

import io.sluice.account.SecretSeal;
import io.sluice.config.DurationText;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.config.SharedSettings;
import io.sluice.image.FileLimit;
import io.sluice.imaging.ImageLimits;
import io.sluice.ingest.access.AccessConfig;
import io.sluice.ingest.access.RootKey;
import io.sluice.ingest.door.DoorConfig;
import io.sluice.ingest.place.TransferConfig;
import io.sluice.ingest.tls.TlsFiles;
import io.sluice.ingest.upload.admission.AdmissionConfig;
import io.sluice.service.FoundationConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the REST API is served.
///
/// @param host                 address to listen on
/// @param port                 port to listen on, 0 for any that is free
/// @param syncTimeout          how long an answer waits for the outcome before it becomes a 202
/// @param maxViewAge           how old a view may be that a read is answered from; zero for any age
/// @param idleTimeout          how long a connection may be silent
/// @param maxFileBytes         largest accepted file
/// @param maxConcurrentUploads request bodies that are read at once
/// @param rootKey              the operator's key, which may do everything
/// @param admission            when uploads are turned away
/// @param transfers            how fast clients have to be, and how many are served at once
/// @param webhookSeal          what the secrets of webhooks are encrypted with
/// @param access               what the operator allows besides what roles allow
/// @param tls                  the certificate to present; null for HTTP without TLS
/// @param maxPixels            most pixels of an image in a form with several
public record ApiConfig(
        String host,
        int port,
        Duration syncTimeout,
        Duration maxViewAge,
        Duration idleTimeout,
        long maxFileBytes,
        int maxConcurrentUploads,
        RootKey rootKey,
        AdmissionConfig admission,
        TransferConfig transfers,
        SecretSeal webhookSeal,
        AccessConfig access,
        @Nullable TlsFiles tls,
        long maxPixels) {

    private static final Duration DOOR_MARGIN = Duration.ofSeconds(5);

    public static final Setting<String> HOST = Setting.text(
            "SLUICE_HTTP_HOST", "127.0.0.1", "address that the REST API listens on, 0.0.0.0 for all of the machine");
    public static final Setting<Long> PORT =
            Setting.number("SLUICE_HTTP_PORT", 8080, 0, 65_535, "port of the REST API, 0 for any that is free");
    public static final Setting<Duration> SYNC_TIMEOUT = Setting.duration(
            "SLUICE_SYNC_TIMEOUT", "60s", "how long an upload waits for its outcome before it is answered with 202");
    public static final Setting<Duration> MAX_VIEW_AGE = new Setting<>(
            "SLUICE_MAX_VIEW_AGE",
            "0s",
            "age of this node's view from which on reads get 503, for example while Kafka is away; 0s for any age",
            false,
            ApiConfig::anyDuration);
    public static final Setting<Duration> IDLE_TIMEOUT =
            Setting.duration("SLUICE_HTTP_IDLE_TIMEOUT", "30s", "how long a connection may be silent");
    public static final Setting<Long> MAX_CONCURRENT_UPLOADS = Setting.number(
            "SLUICE_MAX_CONCURRENT_UPLOADS",
            64,
            1,
            10_000,
            "uploads whose bodies are read at once, of one organization at most half; more get 429");
    public static final Setting<RootKey> ROOT_API_KEY = new Setting<>(
            "SLUICE_ROOT_API_KEY",
            "",
            "key that may do everything, at least " + RootKey.MIN_LENGTH + " characters; when set, signing up needs it",
            true,
            RootKey::of);

    public static final List<Setting<?>> SETTINGS = FoundationConfig.distinct(
            List.of(
                    HOST,
                    PORT,
                    SYNC_TIMEOUT,
                    MAX_VIEW_AGE,
                    IDLE_TIMEOUT,
                    SharedSettings.MAX_FILE_BYTES,
                    SharedSettings.MAX_PIXELS,
                    MAX_CONCURRENT_UPLOADS,
                    ROOT_API_KEY,
                    SharedSettings.WEBHOOK_KEY),
            AdmissionConfig.SETTINGS,
            AccessConfig.SETTINGS,
            TlsFiles.SETTINGS,
            TransferConfig.SETTINGS);

    public static final ApiConfig DEFAULTS = new ApiConfig(
            "127.0.0.1",
            8080,
            Duration.ofSeconds(60),
            Duration.ZERO,
            Duration.ofSeconds(30),
            FileLimit.DEFAULT_BYTES,
            64,
            RootKey.NONE,
            AdmissionConfig.DEFAULTS,
            TransferConfig.DEFAULTS,
            SecretSeal.NONE,
            AccessConfig.DEFAULTS,
            null,
            ImageLimits.DEFAULTS.maxPixels());

    public ApiConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
        if (maxViewAge.isNegative()) {
            throw new IllegalArgumentException("the age of a view is not negative, as " + maxViewAge + " is");
        }
        if (!syncTimeout.isPositive()
                || !idleTimeout.isPositive()
                || maxFileBytes < 1
                || maxConcurrentUploads < 1
                || maxPixels < 1) {
            throw new IllegalArgumentException("limits must be positive: sync timeout " + syncTimeout
                    + ", idle timeout " + idleTimeout + ", file bytes " + maxFileBytes + ", uploads "
                    + maxConcurrentUploads);
        }
    }

    /// With the usual admission, the usual transfers and views of any age.
    ApiConfig(
            String host,
            int port,
            Duration syncTimeout,
            Duration idleTimeout,
            long maxFileBytes,
            int maxConcurrentUploads,
            RootKey rootKey) {
        this(
                host,
                port,
                syncTimeout,
                Duration.ZERO,
                idleTimeout,
                maxFileBytes,
                maxConcurrentUploads,
                rootKey,
                AdmissionConfig.DEFAULTS,
                TransferConfig.DEFAULTS,
                SecretSeal.NONE,
                AccessConfig.DEFAULTS,
                null,
                ImageLimits.DEFAULTS.maxPixels());
    }

    public static ApiConfig from(Settings settings) {
        return new ApiConfig(
                settings.get(HOST),
                settings.get(PORT).intValue(),
                settings.get(SYNC_TIMEOUT),
                settings.get(MAX_VIEW_AGE),
                settings.get(IDLE_TIMEOUT),
                settings.get(SharedSettings.MAX_FILE_BYTES),
                settings.get(MAX_CONCURRENT_UPLOADS).intValue(),
                settings.get(ROOT_API_KEY),
                AdmissionConfig.from(settings),
                TransferConfig.from(settings),
                settings.get(SharedSettings.WEBHOOK_KEY),
                AccessConfig.from(settings),
                TlsFiles.from(settings).orElse(null),
                settings.get(SharedSettings.MAX_PIXELS));
    }

    /// The limits that a form with several images is checked against; nothing is decoded here.
    ImageLimits imageLimits() {
        return new ImageLimits(maxPixels, maxFileBytes, ImageLimits.DEFAULTS.decodeTimeout());
    }

    /// What the HTTP server has to know. It answers in the API's place a little after the API itself would
    /// have answered with 202.
    public DoorConfig door() {
        return new DoorConfig(
                host,
                port,
                idleTimeout,
                syncTimeout.plus(DOOR_MARGIN),
                transfers.leastRate(),
                tls,
                access.corsOrigins());
    }

    private static Duration anyDuration(String text) {
        return text.strip().equals("0s") ? Duration.ZERO : DurationText.parse(text);
    }
}
