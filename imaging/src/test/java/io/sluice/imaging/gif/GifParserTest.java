package io.sluice.imaging.gif;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.GifFile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GifParserTest {

    private static final int NONE = -1;
    private static final String FULL = "000000";
    private static final String HOLE = "000300";

    @Test
    void readsTheCanvas() {
        assertThatFile(GifFile.of(3, 2).image(0, 0, 3, 2, false, FULL).end())
                .isImage(ImageFormat.GIF, 3, 2)
                .hasPages(1)
                .isOpaque();
    }

    @Test
    void aTransparentColorCountsOnlyWhereItIsUsed() {
        assertThatFile(GifFile.of(3, 2)
                        .control(0, 3)
                        .image(0, 0, 3, 2, false, FULL)
                        .end())
                .isOpaque();
        assertThatFile(GifFile.of(3, 2)
                        .control(0, 3)
                        .image(0, 0, 3, 2, false, HOLE)
                        .end())
                .isNotOpaque();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsTheOneTransparentPixelOfACompressedImage(boolean interlaced) throws IOException {
        byte[] ramp = new byte[256];
        for (int i = 0; i < 256; i++) {
            ramp[i] = (byte) i;
        }
        var model = new IndexColorModel(8, 256, ramp, ramp, ramp, 255);
        var image = new BufferedImage(97, 83, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < 83; y++) {
            for (int x = 0; x < 97; x++) {
                image.getRaster().setSample(x, y, 0, (x * x + y * 3) % 255);
            }
        }
        assertThatFile(written(image, interlaced))
                .isImage(ImageFormat.GIF, 97, 83)
                .isOpaque();
        image.getRaster().setSample(96, 82, 0, 255);
        assertThatFile(written(image, interlaced)).isNotOpaque();
    }

    private static byte[] written(BufferedImage image, boolean interlaced) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("gif").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            var parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @Test
    void whatNoImageCoversIsTransparentOnlyInAFileWithATransparentColor() {
        assertThatFile(GifFile.of(3, 3).image(0, 0, 3, 2, false, FULL).end()).isOpaque();
        assertThatFile(GifFile.of(3, 3)
                        .control(GifFile.KEEP, 3)
                        .image(0, 0, 3, 2, false, FULL)
                        .end())
                .isNotOpaque();
    }

    @Test
    void theCanvasIsAtLeastAsLargeAsTheFirstImage() {
        assertThatFile(GifFile.of(0, 0).image(0, 0, 3, 2, false, FULL).end()).isImage(ImageFormat.GIF, 3, 2);
        assertThatFile(GifFile.of(2, 5).image(1, 0, 3, 2, false, FULL).end()).isImage(ImageFormat.GIF, 4, 5);
    }

    @Test
    void whatIsCutOffBehindTheFirstImageIsNoDamage() {
        byte[] file = GifFile.of(3, 2)
                .image(0, 0, 3, 2, false, FULL)
                .image(0, 0, 3, 2, false, FULL)
                .end();
        int frame = (file.length - 1 - 25) / 2;
        assertThatFile(Arrays.copyOf(file, file.length - 3)).isImage(ImageFormat.GIF, 3, 2);
        assertThatFile(Arrays.copyOf(file, 25 + frame + 4)).isImage(ImageFormat.GIF, 3, 2);
        assertThatFile(Arrays.copyOf(file, 25 + frame - 1)).isImage(ImageFormat.GIF, 3, 2);
        assertThatFile(Arrays.copyOf(file, 25 + frame - 4)).isCorruptBecause("ends");
    }

    @Test
    void transparentPixelsOverAnOpaqueFrameChangeNothing() {
        assertThatFile(GifFile.of(3, 2)
                        .control(GifFile.KEEP, NONE)
                        .image(0, 0, 3, 2, false, FULL)
                        .control(GifFile.KEEP, 3)
                        .image(0, 0, 3, 2, false, HOLE)
                        .end())
                .isAnimatedWithFrames(2)
                .isOpaque();
    }

    @Test
    void transparentPixelsOverAClearedFrameShow() {
        assertThatFile(GifFile.of(3, 2)
                        .control(GifFile.CLEAR, NONE)
                        .image(0, 0, 3, 2, false, FULL)
                        .control(GifFile.KEEP, 3)
                        .image(0, 0, 3, 2, false, HOLE)
                        .end())
                .isNotOpaque();
    }

    @Test
    void onlyTheClearedPartHasToBeCovered() {
        assertThatFile(GifFile.of(3, 2)
                        .control(GifFile.KEEP, NONE)
                        .image(0, 0, 3, 2, false, FULL)
                        .control(GifFile.CLEAR, NONE)
                        .image(0, 0, 1, 1, false, "0")
                        .control(GifFile.KEEP, 3)
                        .image(0, 0, 3, 2, false, HOLE)
                        .end())
                .isAnimatedWithFrames(3)
                .isOpaque();
    }

    @Test
    void restoringTheFirstFrameLeavesTheEmptyCanvas() {
        assertThatFile(GifFile.of(3, 2)
                        .control(GifFile.RESTORE, 3)
                        .image(0, 0, 3, 2, false, FULL)
                        .image(0, 0, 1, 1, false, "0")
                        .end())
                .isNotOpaque();
    }

    @Test
    void ignoresWhatIsAppendedAndReadsExtensions() {
        byte[] file = GifFile.of(3, 2)
                .extension(0xFE, "a comment")
                .extension(0xFF, "NETSCAPE2.0")
                .image(0, 0, 3, 2, false, FULL)
                .end();
        assertThatFile(new Bytes().raw(file).text("PK and more").build()).isImage(ImageFormat.GIF, 3, 2);
    }

    @Test
    void toleratesAMissingTrailer() {
        assertThatFile(GifFile.of(3, 2).image(0, 0, 3, 2, false, FULL).endWithoutTrailer())
                .isImage(ImageFormat.GIF, 3, 2);
    }

    @Test
    void countsManyFrames() {
        var file = GifFile.of(1, 1);
        for (int i = 0; i < 20_000; i++) {
            file.control(GifFile.CLEAR, 3).image(0, 0, 1, 1, false, "0");
        }
        assertThatFile(file.end()).isAnimatedWithFrames(20_000).isOpaque();
    }

    @Test
    void refusesTooManyPixels() {
        assertThatFile(GifFile.of(65_535, 65_535).image(0, 0, 1, 1, false, "0").end())
                .hasTooManyPixels(65_535, 65_535);
    }

    @Test
    void refusesAnImageOfNoWidthOnACanvasOfNoWidth() {
        assertThatFile(GifFile.of(0, 4).image(0, 0, 0, 1, false, "0").end()).isCorruptBecause("0 × 4 pixels");
    }

    @Test
    void refusesAFileWithoutAnImage() {
        assertThatFile(GifFile.of(3, 2).end()).isCorruptBecause("no image before its trailer");
    }

    @Test
    void refusesAFileCutInsideItsImage() {
        byte[] file = GifFile.of(3, 2).image(0, 0, 3, 2, false, FULL).end();
        assertThatFile(Arrays.copyOf(file, file.length - 3)).isCorruptBecause("it ends at byte");
    }
}
