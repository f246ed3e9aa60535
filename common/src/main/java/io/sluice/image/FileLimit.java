package io.sluice.image;

import io.sluice.config.Setting;

/// How large a file may be that becomes a source image, for all services alike: what one takes, the next one
/// must not refuse.
public final class FileLimit {

    public static final long DEFAULT_BYTES = 150_000_000;

    public static final Setting<Long> MAX_FILE_BYTES = Setting.number(
            "SLUICE_MAX_FILE_BYTES", DEFAULT_BYTES, 1, 5_000_000_000L, "Largest accepted file, in bytes");

    private FileLimit() {}
}
