package io.sluice.imaging.webp;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.BitWriter;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.TiffFile;
import io.sluice.imaging.fixture.WebpFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebpParserTest {

    private static final int OPAQUE = 0xFF_10_20_30;
    private static final int TRANSLUCENT = 0xFE_10_20_30;

    @Test
    void readsLossyImages() {
        assertThatFile(new WebpFile().chunk("VP8 ", WebpFile.lossy(400, 300)).build())
                .isImage(ImageFormat.WEBP, 400, 300)
                .hasColor("rgb", 8)
                .isOpaque();
    }

    @Test
    void readsLosslessImagesAndLooksAtTheirAlpha() {
        assertThatFile(new WebpFile()
                        .chunk("VP8L", WebpFile.lossless(33, 17, OPAQUE))
                        .build())
                .isImage(ImageFormat.WEBP, 33, 17)
                .isOpaque();
        assertThatFile(new WebpFile()
                        .chunk("VP8L", WebpFile.lossless(33, 17, TRANSLUCENT))
                        .build())
                .isNotOpaque();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void looksAtRawAlphaBehindItsFilter(int filter) {
        // 255, then differences of zero: opaque with any filter but "none", where they are values.
        byte[] alpha = new Bytes().u8(filter << 2, 255).zeros(11).build();
        var file = assertThatFile(new WebpFile()
                        .extended(WebpFile.ALPHA, 4, 3)
                        .chunk("ALPH", alpha)
                        .chunk("VP8 ", WebpFile.lossy(4, 3))
                        .build())
                .isImage(ImageFormat.WEBP, 4, 3);
        if (filter == 0) {
            file.isNotOpaque();
        } else {
            file.isOpaque();
        }
    }

    @Test
    void looksAtLosslessAlpha() {
        for (int value : new int[] {255, 254}) {
            byte[] coded =
                    WebpFile.plain(new BitWriter().bits(1, 8), value << 8).build();
            var file = assertThatFile(new WebpFile()
                    .extended(WebpFile.ALPHA, 40, 30)
                    .chunk("ALPH", coded)
                    .chunk("VP8 ", WebpFile.lossy(40, 30))
                    .build());
            if (value == 255) {
                file.isOpaque();
            } else {
                file.isNotOpaque();
            }
        }
    }

    private static WebpFile animation() {
        return new WebpFile()
                .extended(WebpFile.ANIMATION | WebpFile.ALPHA, 8, 8)
                .chunk("ANIM", new byte[6]);
    }

    @Test
    void transparentPixelsBlendedOverAnOpaqueFrameChangeNothing() {
        assertThatFile(animation()
                        .frame(0, 0, 8, 8, 0, WebpFile.lossless(8, 8, OPAQUE))
                        .frame(2, 2, 4, 4, 0, WebpFile.lossless(4, 4, TRANSLUCENT))
                        .build())
                .isImage(ImageFormat.WEBP, 8, 8)
                .isAnimatedWithFrames(2)
                .isOpaque();
    }

    @Test
    void transparentPixelsThatReplaceOthersShow() {
        assertThatFile(animation()
                        .frame(0, 0, 8, 8, 0, WebpFile.lossless(8, 8, OPAQUE))
                        .frame(2, 2, 4, 4, 2, WebpFile.lossless(4, 4, TRANSLUCENT))
                        .build())
                .isNotOpaque();
    }

    @Test
    void aClearedFrameShowsUnlessItIsCovered() {
        assertThatFile(animation()
                        .frame(0, 0, 8, 8, 1, WebpFile.lossless(8, 8, OPAQUE))
                        .frame(2, 2, 4, 4, 0, WebpFile.lossless(4, 4, OPAQUE))
                        .build())
                .isNotOpaque();
    }

    @Test
    void readsOrientationAndIccProfile() {
        assertThatFile(new WebpFile()
                        .extended(0x28, 4, 3)
                        .chunk("ICCP", new byte[3])
                        .chunk("VP8 ", WebpFile.lossy(4, 3))
                        .chunk("EXIF", TiffFile.littleEndian().shorts(0x0112, 3).build())
                        .build())
                .hasOrientation(3)
                .hasIccProfile();
    }

    @Test
    void refusesACanvasOfMorePixelsThanTheFormatAllows() {
        assertThatFile(new WebpFile()
                        .extended(0, 1 << 24, 1 << 24)
                        .chunk("VP8 ", WebpFile.lossy(4, 3))
                        .build())
                .isCorruptBecause("more than 2³² - 1");
    }

    @Test
    void refusesAnImageThatIsNotAsLargeAsItsCanvas() {
        assertThatFile(new WebpFile()
                        .extended(0, 5, 3)
                        .chunk("VP8 ", WebpFile.lossy(4, 3))
                        .build())
                .isCorruptBecause("its canvas is 5 × 3, but its image 4 × 3");
    }

    @Test
    void refusesAFrameOutsideOfTheCanvas() {
        assertThatFile(animation()
                        .frame(6, 6, 4, 4, 0, WebpFile.lossless(4, 4, OPAQUE))
                        .build())
                .isCorruptBecause("outside of its canvas");
    }

    @Test
    void refusesATruncatedFile() {
        byte[] file = new WebpFile().chunk("VP8 ", WebpFile.lossy(4, 3)).build();
        assertThatFile(Arrays.copyOf(file, file.length - 1)).isCorruptBecause("its RIFF header declares");
    }

    @Test
    void refusesZeroDimensions() {
        assertThatFile(new WebpFile().chunk("VP8 ", WebpFile.lossy(0, 3)).build())
                .isCorruptBecause("0 × 3 pixels");
    }

    @Test
    void refusesLosslessDataThatEndsTooEarly() {
        byte[] cut = Arrays.copyOf(WebpFile.lossless(8, 8, OPAQUE), 7);
        assertThatFile(new WebpFile().chunk("VP8L", cut).build()).isCorruptBecause("ends too early");
    }
}
