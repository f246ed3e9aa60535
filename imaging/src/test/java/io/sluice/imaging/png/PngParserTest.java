package io.sluice.imaging.png;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.PngFile;
import io.sluice.imaging.fixture.TiffFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngParserTest {

    private static final int OPAQUE = 0x102030FF;
    private static final int TRANSLUCENT = 0x102030FE;

    private static byte[] rgba(int color) {
        return PngFile.of(3, 2, 8, PngFile.RGBA)
                .data(PngFile.plain(3, 2, color))
                .end();
    }

    /// A noisy image, which makes the JDK's writer use all filters.
    private static BufferedImage noise(int width, int height) {
        var random = new Random(7);
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xFF00_0000 | (x * 3) << 16 | (y * 5) << 8 | random.nextInt(40));
            }
        }
        return image;
    }

    private static byte[] written(BufferedImage image, boolean interlaced) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("png").next();
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
    void readsDimensionsAndColorFromTheHeader() {
        assertThatFile(rgba(OPAQUE))
                .isImage(ImageFormat.PNG, 3, 2)
                .hasColor("rgb", 8)
                .hasPages(1);
    }

    @Test
    void anAlphaChannelWithoutATransparentPixelIsOpaque() {
        assertThatFile(rgba(OPAQUE)).isOpaque();
    }

    @Test
    void onePartlyTransparentPixelIsEnough() {
        assertThatFile(rgba(TRANSLUCENT)).isNotOpaque();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void findsTheOneTransparentPixelBehindFiltersAndInterlacing(boolean interlaced) throws IOException {
        var image = noise(61, 47);
        assertThatFile(written(image, interlaced))
                .isImage(ImageFormat.PNG, 61, 47)
                .isOpaque();
        image.setRGB(60, 46, 0xFE00_0000);
        assertThatFile(written(image, interlaced)).isNotOpaque();
        image.setRGB(60, 46, 0xFF00_0000);
        image.setRGB(13, 30, 0x0000_0000);
        assertThatFile(written(image, interlaced)).isNotOpaque();
    }

    @Test
    void aPaletteIsTransparentOnlyWhereATransparentEntryIsUsed() {
        var palette = new Bytes().zeros(12).build();
        var onlyLastUsed = PngFile.of(4, 1, 2, PngFile.PALETTE)
                .chunk("PLTE", palette)
                .chunk("tRNS", new byte[] {-1, 0, -1})
                .data(new byte[] {0, (byte) 0b11_11_10_00});
        assertThatFile(onlyLastUsed.end()).isOpaque().hasColor("palette", 2);
        var secondUsed = PngFile.of(4, 1, 2, PngFile.PALETTE)
                .chunk("PLTE", palette)
                .chunk("tRNS", new byte[] {-1, 0, -1})
                .data(new byte[] {0, (byte) 0b11_11_10_01});
        assertThatFile(secondUsed.end()).isNotOpaque();
    }

    @Test
    void aColorKeyIsTransparentOnlyWhereItOccurs() {
        byte[] key = new Bytes().u16(0x1234).build();
        assertThatFile(PngFile.of(2, 1, 16, PngFile.GRAY)
                        .chunk("tRNS", key)
                        .data(new byte[] {0, 0x12, 0x33, 0x34, 0x12})
                        .end())
                .isOpaque();
        assertThatFile(PngFile.of(2, 1, 16, PngFile.GRAY)
                        .chunk("tRNS", key)
                        .data(new byte[] {0, 0x12, 0x33, 0x12, 0x34})
                        .end())
                .isNotOpaque();
    }

    @Test
    void readsOrientationAndIccProfile() {
        byte[] exif = TiffFile.bigEndian().shorts(0x0112, 6).build();
        assertThatFile(PngFile.of(1, 1, 8, PngFile.GRAY)
                        .chunk("iCCP", new byte[20])
                        .chunk("eXIf", exif)
                        .data(new byte[2])
                        .end())
                .hasOrientation(6)
                .hasIccProfile();
    }

    @Test
    void aClearedRectangleMakesAnAnimationTransparentUnlessItIsCoveredAgain() {
        assertThatFile(animation(1, 2, 2)).isAnimatedWithFrames(2).isOpaque();
        assertThatFile(animation(1, 1, 2)).isAnimatedWithFrames(2).isNotOpaque();
        assertThatFile(animation(0, 1, 1)).isOpaque();
    }

    /// A full frame of 2 × 2 that is disposed of, then an opaque frame.
    private static byte[] animation(int disposal, int width, int height) {
        return PngFile.of(2, 2, 8, PngFile.RGBA)
                .chunk("acTL", new Bytes().u32(2).u32(0).build())
                .frame(0, 2, 2, 0, 0, disposal, 0)
                .data(PngFile.plain(2, 2, OPAQUE))
                .frame(1, width, height, 0, 0, 0, 1)
                .frameData(2, PngFile.plain(width, height, OPAQUE))
                .end();
    }

    @Test
    void aTransparentFrameBlendedOverAnOpaqueOneIsOpaque() {
        var file = PngFile.of(2, 2, 8, PngFile.RGBA)
                .chunk("acTL", new Bytes().u32(2).u32(0).build())
                .frame(0, 2, 2, 0, 0, 0, 0)
                .data(PngFile.plain(2, 2, OPAQUE));
        assertThatFile(file.frame(1, 1, 1, 0, 0, 0, 1)
                        .frameData(2, PngFile.plain(1, 1, 0))
                        .end())
                .isOpaque();
    }

    @Test
    void aTransparentFrameThatReplacesPixelsIsNotOpaque() {
        var file = PngFile.of(2, 2, 8, PngFile.RGBA)
                .chunk("acTL", new Bytes().u32(2).u32(0).build())
                .frame(0, 2, 2, 0, 0, 0, 0)
                .data(PngFile.plain(2, 2, OPAQUE));
        assertThatFile(file.frame(1, 1, 1, 0, 0, 0, 0)
                        .frameData(2, PngFile.plain(1, 1, 0))
                        .end())
                .isNotOpaque();
    }

    @Test
    void refusesTooManyPixelsBeforeLookingAtAny() {
        assertThatFile(PngFile.of(100_000, 100_000, 8, PngFile.RGBA)
                        .data(new byte[0])
                        .end())
                .hasTooManyPixels(100_000, 100_000);
    }

    @Test
    void refusesDimensionsWhoseProductOverflows() {
        assertThatFile(PngFile.of(0xFFFF_FFFFL, 0xFFFF_FFFFL, 8, PngFile.RGB)
                        .data(new byte[0])
                        .end())
                .hasTooManyPixels(0xFFFF_FFFFL, 0xFFFF_FFFFL);
    }

    @Test
    void refusesZeroWidth() {
        assertThatFile(PngFile.of(0, 5, 8, PngFile.RGB).data(new byte[0]).end()).isCorruptBecause("0 × 5 pixels");
    }

    @Test
    void aChunkLongerThanTheFileIsNoDamageWhenTheRowsAreThere() {
        byte[] file = rgba(OPAQUE);
        file[33] = 0x7F; // the upper byte of the length of IDAT
        assertThatFile(file).isImage(ImageFormat.PNG, 3, 2).isOpaque();
        file[file.length - 30] ^= 0x55; // within the image data
        assertThatFile(file).isCorruptBecause("the chunk IDAT at byte 33 declares");
    }

    @Test
    void aFileThatBreaksOffIsDamagedWhenRowsAreMissing() {
        byte[] file = rgba(OPAQUE);
        assertThatFile(Arrays.copyOf(file, file.length - 14)).isImage(ImageFormat.PNG, 3, 2);
        assertThatFile(Arrays.copyOf(file, file.length - 24)).isCorruptBecause("IDAT");
    }

    @Test
    void aTransparencyChunkThatDoesNotFitHasNoMeaning() {
        byte[] opaque = {0, 1, 2, 3};
        assertThatFile(PngFile.of(1, 1, 8, PngFile.RGBA)
                        .chunk("tRNS", new byte[6])
                        .data(new byte[] {0, 1, 2, 3, (byte) 255})
                        .end())
                .isOpaque();
        assertThatFile(PngFile.of(1, 1, 8, PngFile.RGB)
                        .chunk("tRNS", new byte[] {0, 1, 0, 2, 0, 3, 0, 0})
                        .data(opaque)
                        .end())
                .isOpaque();
        assertThatFile(PngFile.of(1, 1, 8, PngFile.PALETTE)
                        .chunk("PLTE", new byte[3])
                        .chunk("tRNS", new byte[2])
                        .data(new byte[2])
                        .end())
                .isOpaque();
        assertThatFile(PngFile.of(1, 1, 8, PngFile.PALETTE)
                        .chunk("tRNS", new byte[1])
                        .chunk("PLTE", new byte[3])
                        .data(new byte[2])
                        .end())
                .isOpaque();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void anAnimationWithAnotherNumberOfFramesThanDeclaredIsAStillImage(int declared) {
        assertThatFile(PngFile.of(1, 1, 8, PngFile.GRAY)
                        .chunk("acTL", new Bytes().u32(declared).u32(0).build())
                        .chunk("fcTL", control(0, 1))
                        .data(new byte[2])
                        .chunk("fcTL", control(1, 1))
                        .chunk(
                                "fdAT",
                                new Bytes()
                                        .u32(2)
                                        .raw(PngFile.deflate(new byte[2]))
                                        .build())
                        .end())
                .isStill();
    }

    @Test
    void anAnimationWithAFrameOutsideOfItsCanvasOrWithoutDataIsAStillImage() {
        for (int width : new int[] {1, 2}) {
            assertThatFile(PngFile.of(1, 1, 8, PngFile.GRAY)
                            .chunk("acTL", new Bytes().u32(2).u32(0).build())
                            .chunk("fcTL", control(0, 1))
                            .data(new byte[2])
                            .chunk("fcTL", control(1, width))
                            .end())
                    .isStill();
        }
    }

    private static byte[] control(int sequence, int width) {
        return new Bytes()
                .u32(sequence)
                .u32(width)
                .u32(1)
                .zeros(8)
                .u16(1)
                .u16(10)
                .zeros(2)
                .build();
    }

    @Test
    void refusesImageDataThatEndsTooEarly() {
        assertThatFile(PngFile.of(3, 3, 8, PngFile.RGBA)
                        .data(PngFile.plain(3, 2, OPAQUE))
                        .end())
                .isCorruptBecause("ends in row 2 of 3");
    }

    @Test
    void aMissingEndIsNoDamageWhenTheRowsAreThere() {
        assertThatFile(PngFile.of(1, 1, 8, PngFile.GRAY).data(new byte[2]).endWithoutIend())
                .isImage(ImageFormat.PNG, 1, 1);
        assertThatFile(PngFile.of(1, 2, 8, PngFile.GRAY).data(new byte[2]).endWithoutIend())
                .isCorruptBecause("without an IEND chunk");
    }

    @Test
    void refusesAHeaderWhoseChecksumIsWrong() {
        byte[] file = rgba(OPAQUE);
        file[19] ^= 1;
        assertThatFile(file).isCorruptBecause("checksum of chunk IHDR");
    }

    @Test
    void refusesAnImpossibleDepth() {
        assertThatFile(PngFile.of(1, 1, 3, PngFile.RGB).data(new byte[4]).end())
                .isCorruptBecause("colour type 2 with 3 bits");
    }
}
