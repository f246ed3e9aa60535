package io.sluice.imaging;

import io.sluice.image.FileLimit;
import java.time.Duration;

/// Limits that protect against hostile input.
///
/// @param maxPixels     maximum pixels of one image, `width × height`; JPEG and WebP are exempt
/// @param maxFileBytes  maximum file size in bytes
/// @param decodeTimeout maximum duration of one conversion
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
