package io.sluice.imaging.identify;

import io.sluice.command.Rejection;
import io.sluice.imaging.Identification;
import io.sluice.imaging.ImageBytes;
import io.sluice.imaging.ImageLimits;
import java.io.IOException;

/// An identifier of image files by their content alone; it refuses files that are not images, damaged or too
/// large.
///
/// It reads headers and, if a file has an alpha channel, the pixels of that channel until the first one that
/// is not opaque; nothing is rendered, fetched or executed. It allocates at most 64 MB and 8 bytes for each byte of the
/// file,
/// whatever the file declares.
///
/// Opacity is exact for PNG, GIF, WebP, PSD without zip compression, and TIFF without compression or with
/// Deflate, LZW or PackBits. If the samples require a codec (HEIC, AVIF, JPEG XL, other TIFF compressions) or
/// unusually much memory or time (rows of more than 16 MB; decoding of more than 2²⁸ bytes plus 64 for each
/// byte of the file, at most 2³¹), a declared alpha channel or transparent color counts as used.
///
/// Thread-safe; calls share no state.
public final class Identifier {

    private final ImageLimits limits;

    public Identifier(ImageLimits limits) {
        this.limits = limits;
    }

    /// Identifies one file. The caller closes the bytes.
    ///
    /// @throws IOException when the bytes cannot be read; any fault of the image is a [Identification.Refused]
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
