package io.sluice.imaging.read;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.ImageLimits;

/// The width and height of an image, which are positive and within the pixel limit.
public record Dimensions(int width, int height) {

    /// Checks the dimensions declared in a header.
    public static Dimensions check(ImageFormat format, long width, long height, ImageLimits limits) throws Refusal {
        if (width < 1 || height < 1) {
            throw Refusal.corrupt(format, "it declares " + width + " × " + height + " pixels");
        }
        // Dividing, because the product of two hostile numbers overflows.
        boolean tooMany =
                width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || width > limits.maxPixels() / height;
        if (tooMany && (!format.exemptFromPixelLimit() || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE)) {
            throw new Refusal(new Rejection.TooManyPixels(width, height, limits.maxPixels()));
        }
        return new Dimensions((int) width, (int) height);
    }

    /// Rounds the size of a vector format, at least to one unit.
    public static Dimensions ofVector(ImageFormat format, double width, double height) throws Refusal {
        // Written so that NaN fails too.
        if (!(width > 0 && height > 0 && width <= Integer.MAX_VALUE && height <= Integer.MAX_VALUE)) {
            throw Refusal.corrupt(format, "its size is " + width + " × " + height);
        }
        return new Dimensions((int) Math.max(1, Math.round(width)), (int) Math.max(1, Math.round(height)));
    }

    public Region region() {
        return new Region(0, 0, width, height);
    }
}
