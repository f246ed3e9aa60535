package io.sluice.config;

import io.sluice.account.SecretSeal;
import io.sluice.image.FileLimit;

/// Settings that must be the same in several services.
public final class SharedSettings {

    /// The maximum size of a file that becomes a source image.
    public static final Setting<Long> MAX_FILE_BYTES = Setting.number(
            "SLUICE_MAX_FILE_BYTES", FileLimit.DEFAULT_BYTES, 1, 5_000_000_000L, "Maximum file size in bytes");

    /// The maximum size of an image in pixels: ingest-api checks forms with several files, the processor all
    /// images.
    public static final Setting<Long> MAX_PIXELS = Setting.number(
            "SLUICE_MAX_PIXELS",
            FileLimit.DEFAULT_PIXELS,
            1,
            4_000_000_000L,
            "Most pixels of one image; JPEG and WebP are exempt");

    /// The key of webhook secrets: ingest-api encrypts with it, and the processor decrypts.
    public static final Setting<SecretSeal> WEBHOOK_KEY = new Setting<>(
            "SLUICE_WEBHOOK_KEY",
            "",
            "passphrase that encrypts webhook secrets in Kafka: at least " + SecretSeal.MIN_LENGTH
                    + " characters, the same for ingest-api and processor (default: none, secrets in plain text)",
            true,
            SecretSeal::of);

    private SharedSettings() {}
}
