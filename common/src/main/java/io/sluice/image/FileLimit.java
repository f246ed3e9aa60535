package io.sluice.image;

import io.sluice.config.Setting;

/// The maximum size of a file that becomes a source image. One setting for all services, so that none refuses what
/// another has accepted.
public final class FileLimit {

    public static final long DEFAULT_BYTES = 150_000_000;

    public static final Setting<Long> MAX_FILE_BYTES =
            Setting.number("SLUICE_MAX_FILE_BYTES", DEFAULT_BYTES, 1, 5_000_000_000L, "Maximum file size in bytes");

    private FileLimit() {}
}
