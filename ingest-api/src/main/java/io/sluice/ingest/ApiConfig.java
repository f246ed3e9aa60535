package io.sluice.ingest;

import io.sluice.account.SecretSeal;
import io.sluice.config.Setting;
import io.sluice.config.Settings;
import io.sluice.image.FileLimit;
import io.sluice.ingest.access.RootKey;
import io.sluice.ingest.upload.AdmissionConfig;
import io.sluice.service.FoundationConfig;
import java.time.Duration;
import java.util.List;

/// How the REST API is served.
///
/// @param host                 address to listen on
/// @param port                 port to listen on, 0 for any that is free
/// @param syncTimeout          how long an answer waits for the outcome before it becomes a 202
/// @param idleTimeout          how long a connection may be silent
/// @param maxFileBytes         largest accepted file
/// @param maxConcurrentUploads request bodies that are read at once
/// @param rootKey              the operator's key, which may do everything
/// @param admission            when uploads are turned away
/// @param webhookSeal          what the secrets of webhooks are encrypted with
public record ApiConfig(
        String host,
        int port,
        Duration syncTimeout,
        Duration idleTimeout,
        long maxFileBytes,
        int maxConcurrentUploads,
        RootKey rootKey,
        AdmissionConfig admission,
        SecretSeal webhookSeal) {

    public static final Setting<String> HOST =
            Setting.text("SLUICE_HTTP_HOST", "0.0.0.0", "address that the REST API listens on");
    public static final Setting<Long> PORT =
            Setting.number("SLUICE_HTTP_PORT", 8080, 0, 65_535, "port of the REST API, 0 for any that is free");
    public static final Setting<Duration> SYNC_TIMEOUT = Setting.duration(
            "SLUICE_SYNC_TIMEOUT", "60s", "how long an upload waits for its outcome before it is answered with 202");
    public static final Setting<Duration> IDLE_TIMEOUT =
            Setting.duration("SLUICE_HTTP_IDLE_TIMEOUT", "30s", "how long a connection may be silent");
    public static final Setting<Long> MAX_CONCURRENT_UPLOADS = Setting.number(
            "SLUICE_MAX_CONCURRENT_UPLOADS", 64, 1, 10_000, "uploads whose bodies are read at once; more get 429");
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
                    IDLE_TIMEOUT,
                    FileLimit.MAX_FILE_BYTES,
                    MAX_CONCURRENT_UPLOADS,
                    ROOT_API_KEY,
                    SecretSeal.SETTING),
            AdmissionConfig.SETTINGS);

    public static final ApiConfig DEFAULTS = new ApiConfig(
            "0.0.0.0",
            8080,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            FileLimit.DEFAULT_BYTES,
            64,
            RootKey.NONE,
            AdmissionConfig.DEFAULTS,
            SecretSeal.NONE);

    public ApiConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535, not " + port);
        }
        if (!syncTimeout.isPositive() || !idleTimeout.isPositive() || maxFileBytes < 1 || maxConcurrentUploads < 1) {
            throw new IllegalArgumentException("limits must be positive: sync timeout " + syncTimeout
                    + ", idle timeout " + idleTimeout + ", file bytes " + maxFileBytes + ", uploads "
                    + maxConcurrentUploads);
        }
    }

    /// With the usual admission.
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
                idleTimeout,
                maxFileBytes,
                maxConcurrentUploads,
                rootKey,
                AdmissionConfig.DEFAULTS,
                SecretSeal.NONE);
    }

    public static ApiConfig from(Settings settings) {
        return new ApiConfig(
                settings.get(HOST),
                settings.get(PORT).intValue(),
                settings.get(SYNC_TIMEOUT),
                settings.get(IDLE_TIMEOUT),
                settings.get(FileLimit.MAX_FILE_BYTES),
                settings.get(MAX_CONCURRENT_UPLOADS).intValue(),
                settings.get(ROOT_API_KEY),
                AdmissionConfig.from(settings),
                settings.get(SecretSeal.SETTING));
    }
}
