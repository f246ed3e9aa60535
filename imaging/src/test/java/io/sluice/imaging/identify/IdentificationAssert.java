package io.sluice.imaging.identify;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Refused;
import io.sluice.imaging.Identifier;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.MemoryImageBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;

/// What a file was identified as.
final class IdentificationAssert extends AbstractAssert<IdentificationAssert, Identification> {

    private IdentificationAssert(Identification actual) {
        super(actual, IdentificationAssert.class);
    }

    /// Identifies a file through the public door, with the default limits.
    static IdentificationAssert assertThatFile(byte[] file) {
        return new IdentificationAssert(identify(file));
    }

    static Identification identify(byte[] file) {
        try {
            return new Identifier(ImageLimits.DEFAULTS).identify(new MemoryImageBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Identified image() {
        if (actual instanceof Refused(var reason)) {
            failWithMessage("Expected an image, but it was refused: %s", reason.message());
        }
        return (Identified) actual;
    }

    IdentificationAssert isImage(ImageFormat format, int width, int height) {
        var image = image();
        if (image.format() != format || image.width() != width || image.height() != height) {
            failWithMessage("Expected %s of %d × %d, but it is %s", format, width, height, image);
        }
        return this;
    }

    IdentificationAssert isOpaque() {
        Assertions.assertThat(image().opaque()).as("opaque").isTrue();
        return this;
    }

    IdentificationAssert isNotOpaque() {
        Assertions.assertThat(image().opaque()).as("opaque").isFalse();
        return this;
    }

    IdentificationAssert isAnimatedWithFrames(int frames) {
        Assertions.assertThat(image().animated()).as("animated").isTrue();
        Assertions.assertThat(image().frames()).as("frames").isEqualTo(frames);
        return this;
    }

    IdentificationAssert hasPages(int pages) {
        Assertions.assertThat(image().animated()).as("animated").isFalse();
        Assertions.assertThat(image().frames()).as("pages").isEqualTo(pages);
        return this;
    }

    IdentificationAssert hasOrientation(int orientation) {
        Assertions.assertThat(image().orientation()).as("orientation").isEqualTo(orientation);
        return this;
    }

    IdentificationAssert hasColor(String colorSpace, int bitDepth) {
        Assertions.assertThat(image().colorSpace()).as("colour space").isEqualTo(colorSpace);
        Assertions.assertThat(image().bitDepth()).as("bit depth").isEqualTo(bitDepth);
        return this;
    }

    IdentificationAssert hasIccProfile() {
        Assertions.assertThat(image().icc()).as("ICC profile").isTrue();
        return this;
    }

    private Rejection reason() {
        if (actual instanceof Identified image) {
            failWithMessage("Expected a refusal, but it is %s", image);
        }
        return ((Refused) actual).reason();
    }

    IdentificationAssert isCorruptBecause(String detail) {
        Assertions.assertThat(reason()).isInstanceOf(Rejection.CorruptImage.class);
        Assertions.assertThat(reason().message()).contains(detail);
        return this;
    }

    IdentificationAssert hasTooManyPixels(long width, long height) {
        Assertions.assertThat(reason())
                .isEqualTo(new Rejection.TooManyPixels(width, height, ImageLimits.DEFAULTS.maxPixels()));
        return this;
    }

    IdentificationAssert isUnsupportedBecauseItIs(String seen) {
        Assertions.assertThat(reason()).isInstanceOf(Rejection.UnsupportedFormat.class);
        Assertions.assertThat(reason().message()).contains(seen);
        return this;
    }
}
