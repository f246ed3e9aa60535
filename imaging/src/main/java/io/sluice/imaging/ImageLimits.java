package io.sluice.imaging;

import io.sluice.image.FileLimit;
import java.time.Duration;

/// Limits that protect from hostile input.
///
/// @param maxPixels     most pixels of one image, `width × height`; JPEG and WebP are exempt
/// @param maxFileBytes  largest accepted file, in bytes
/// @param decodeTimeout longest one conversion may take before it is given up
public record ImageLimits(long maxPixels, long maxFileBytes, Duration decodeTimeout) {

    public static final ImageLimits DEFAULTS =
            new ImageLimits(FileLimit.DEFAULT_PIXELS, FileLimit.DEFAULT_BYTES, Duration.ofMinutes(5));

    public ImageLimits {
        if (maxPixels < 1 || maxFileBytes < 1 || !decodeTimeout.isPositive()) {
            throw new IllegalArgumentException("image limits must be positive: " + maxPixels + " pixels, "
                    + maxFileBytes + " bytes, " + decodeTimeout);
        }
    }
}
