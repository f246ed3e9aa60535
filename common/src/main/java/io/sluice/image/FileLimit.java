package io.sluice.image;

/// The maximum size of a file that becomes a source image, in bytes and in pixels. It is the same in all
/// services, so that none refuses what another has accepted.
public final class FileLimit {

    public static final long DEFAULT_BYTES = 150_000_000;

    public static final long DEFAULT_PIXELS = 225_000_000;

    private FileLimit() {}
}
