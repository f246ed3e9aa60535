package io.sluice.imaging.identify;

import io.sluice.command.Rejection;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.ImageLimits;
import java.io.IOException;

/// Tells from content alone which image a file is, and refuses what is none, is damaged or is too large.
///
/// Reads headers and, where a file has an alpha channel, the pixels of that channel until the first one that is not
/// opaque; nothing is rendered, fetched or run. Memory stays within a few megabytes whatever the file declares.
///
/// Opacity is exact for PNG, GIF, WebP, PSD without zip compression, and TIFF without compression or with Deflate, LZW
/// or PackBits. Where looking would need a codec (HEIC, AVIF, JPEG XL, other TIFF compressions) or unusually much
/// memory or time (rows of more than 16 MB; decoding of more than 2²⁸ bytes and 64 more for each byte of the file, at
/// most 2³¹), a declared alpha channel or transparent colour counts as used.
///
/// Thread-safe; every call works on its own state.
public final class Identifier {

    private final ImageLimits limits;

    public Identifier(ImageLimits limits) {
        this.limits = limits;
    }

    /// Identifies one file. The bytes stay open; closing them is the caller's.
    ///
    /// @throws IOException when the bytes cannot be reached; whatever is wrong with the image is a
    ///                     [Identification.Refused]
    public Identification identify(ImageBytes bytes) throws IOException {
        long size = bytes.size();
        if (size == 0) {
            return new Identification.Refused(new Rejection.EmptyFile());
        }
        if (size > limits.maxFileBytes()) {
            return new Identification.Refused(new Rejection.TooLarge(limits.maxFileBytes()));
        }
        return Inspection.inspect(bytes, limits);
    }
}
