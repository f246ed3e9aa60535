package io.sluice.imaging.jxl;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.JxlFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JxlParserTest {

    @Test
    void readsACodestreamOfDefaults() {
        assertThatFile(new JxlFile().size(1234, 567).allDefault().build())
                .isImage(ImageFormat.JXL, 1234, 567)
                .hasColor("rgb", 8)
                .hasOrientation(1)
                .isOpaque();
    }

    @ParameterizedTest
    @CsvSource({"1, 240", "2, 288", "3, 320", "4, 360", "5, 426", "6, 300", "7, 480"})
    void readsAWidthByItsRatio(int ratio, int width) {
        assertThatFile(new JxlFile().small(240, ratio).allDefault().build()).isImage(ImageFormat.JXL, width, 240);
    }

    @Test
    void readsOrientationDepthAndColor() {
        assertThatFile(new JxlFile().size(9, 8).metadata(6, false, false, true).build())
                .hasOrientation(6)
                .hasColor("gray", 16)
                .isOpaque();
    }

    @Test
    void aDeclaredAlphaChannelCountsAsUsed() {
        assertThatFile(new JxlFile().size(9, 8).metadata(1, false, true, false).build())
                .isNotOpaque();
    }

    @Test
    void tellsAnimations() {
        assertThatFile(new JxlFile().size(9, 8).metadata(1, true, false, false).build())
                .isAnimatedWithFrames(1);
    }

    @Test
    void findsTheCodestreamInAContainerEvenInParts() {
        assertThatFile(new JxlFile().size(9, 8).metadata(3, false, false, false).inContainer())
                .isImage(ImageFormat.JXL, 9, 8)
                .hasOrientation(3);
    }

    @Test
    void refusesTooManyPixels() {
        assertThatFile(new JxlFile().size(1 << 30, 1 << 30).allDefault().build())
                .hasTooManyPixels(1 << 30, 1 << 30);
    }

    @Test
    void refusesAHeaderThatEndsTooEarly() {
        byte[] file = new JxlFile().size(1234, 567).allDefault().build();
        assertThatFile(Arrays.copyOf(file, 6)).isCorruptBecause("its header ends after 4 bytes");
    }

    @Test
    void refusesATruncatedContainer() {
        byte[] file = new JxlFile().size(1234, 567).allDefault().inContainer();
        assertThatFile(Arrays.copyOf(file, file.length - 2)).isCorruptBecause("the box jxlp at byte");
    }

    @Test
    void refusesAContainerWithoutCodestream() {
        byte[] file = new JxlFile().size(1234, 567).allDefault().inContainer();
        assertThatFile(Arrays.copyOf(file, 32)).isCorruptBecause("holds no codestream");
    }
}
