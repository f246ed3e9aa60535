package io.sluice.imaging.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.fixture.PsdBytes;
import io.sluice.imaging.fixture.TiffBytes;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What must survive a conversion to the last bit, and what is said when something does not.
class ExactnessTest {

    private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
    private static final int WIDTH = 61;
    private static final int HEIGHT = 47;

    @TempDir
    private Path directory;

    @Test
    void multiplyingWithAlphaAgainGivesBackEveryAssociatedColour() throws Exception {
        var pixels = new byte[256 * 256 * 4];
        for (int alpha = 0, at = 0; alpha < 256; alpha++) {
            for (int color = 0; color < 256; color++, at += 4) {
                Arrays.fill(pixels, at, at + 3, (byte) Math.min(color, alpha));
                pixels[at + 3] = (byte) alpha;
            }
        }
        var tiff = new TiffBytes(BIG, 256, 256)
                .samples(4, 8)
                .with(262, 2)
                .with(338, 1)
                .strip(pixels);

        var converted = converted(tiff.bytes(), ImageFormat.TIFF, Target.PNG);

        assertThat(converted.notes()).anyMatch(note -> note.contains("divided"));
        var png = image().getRaster();
        int last = png.getNumBands() - 1;
        for (int alpha = 1; alpha < 256; alpha++) {
            for (int color = 0; color <= alpha; color++) {
                assertThat(png.getSample(color, alpha, last)).isEqualTo(alpha);
                assertThat((png.getSample(color, alpha, 0) * alpha + 127) / 255)
                        .as("%d of %d", color, alpha)
                        .isEqualTo(color);
            }
        }
    }

    @Test
    void grayWithAProfileForColourStaysColourSoThatTheProfileHolds() throws Exception {
        byte[] icc = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        var pixels = new byte[100 * 100 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3);
        }
        byte[] tiff = withProfile(new TiffBytes(BIG, 100, 100).samples(3, 8).with(262, 2), icc)
                .strip(pixels)
                .bytes();

        converted(tiff, ImageFormat.TIFF, Target.PNG);
        int colorType = Files.readAllBytes(directory.resolve("out"))[25];
        converted(tiff, ImageFormat.TIFF, Target.JPEG);

        assertThat(colorType).isIn(2, 3);
        assertThat(image().getSampleModel().getNumBands()).isEqualTo(3);
    }

    @Test
    void fewGraysWithAProfileForGrayGetNoPalette() throws Exception {
        byte[] icc = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
        var pixels = new byte[100 * 100];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % 7 * 13);
        }
        byte[] tiff =
                withProfile(new TiffBytes(BIG, 100, 100), icc).strip(pixels).bytes();

        converted(tiff, ImageFormat.TIFF, Target.PNG);

        assertThat(Files.readAllBytes(directory.resolve("out"))[25]).isZero();
    }

    @Test
    void aProfileThatDoesNotBelongToTheSamplesIsLeftOutAndTheNotesSaySo() throws Exception {
        byte[] icc = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        byte[] tiff =
                withProfile(new TiffBytes(BIG, 10, 10), icc).strip(noise(100)).bytes();

        assertThat(converted(tiff, ImageFormat.TIFF, Target.PNG).notes())
                .containsExactly("an ICC profile for another colour space was left out");
    }

    @Test
    void profileResolutionAndOrientationAreInJpegAndWebp() throws Exception {
        byte[] icc = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        for (boolean opaque : new boolean[] {true, false}) {
            byte[] pixels = noise(WIDTH * HEIGHT * 4);
            for (int i = 3; opaque && i < pixels.length; i += 4) {
                pixels[i] = (byte) 255;
            }
            var tiff = withProfile(
                            new TiffBytes(BIG, WIDTH, HEIGHT)
                                    .samples(4, 8)
                                    .with(262, 2)
                                    .with(338, 2)
                                    .with(274, 6),
                            icc)
                    .strip(pixels);

            var converted = converted(tiff.bytes(), ImageFormat.TIFF, Target.JPEG);

            var bytes = new String(Files.readAllBytes(directory.resolve("out")), StandardCharsets.ISO_8859_1);
            assertThat(converted.format()).isEqualTo(opaque ? ImageFormat.JPEG : ImageFormat.WEBP);
            assertThat(bytes).contains(opaque ? "ICC_PROFILE" : "ICCP").contains(opaque ? "Exif" : "EXIF");
            assertThat(converted.notes()).isEmpty();
        }
    }

    @Test
    void floatingPointOfUsualPicturesCountsFrom0To1() throws Exception {
        byte[] tiff = floats(0, 0.25f, 0.5f, 1, 3, Float.NaN);

        var converted = converted(tiff, ImageFormat.TIFF, Target.PNG);

        assertThat(samples()).containsExactly(0, 16384, 32768, 65535, 65535, 0);
        assertThat(converted.notes()).singleElement().asString().contains("1 of them clipped");
    }

    @Test
    void floatingPointOfOtherRangesIsScaledSoThatNothingIsLostToClipping() throws Exception {
        byte[] tiff = floats(0, 50, 100, 150, 254, 255);

        var converted = converted(tiff, ImageFormat.TIFF, Target.PNG);

        assertThat(samples()).containsExactly(0, 50, 100, 150, 254, 255);
        assertThat(converted.notes()).singleElement().asString().contains("from 0.00000 to 255.000");
    }

    @Test
    void theRangeOfFloatingPointColoursIsNotThatOfAlpha() throws Exception {
        var pixels = ByteBuffer.allocate(4 * 4 * 4);
        for (float value : new float[] {0, 150, 300, 1, 300, 0, 75, 1, 300, 300, 300, 1, 0, 0, 0, 1}) {
            pixels.putFloat(value);
        }
        byte[] tiff = new TiffBytes(BIG, 4, 1)
                .samples(4, 32)
                .with(262, 2)
                .with(338, 2)
                .with(339, 3)
                .strip(pixels.array())
                .bytes();

        var converted = converted(tiff, ImageFormat.TIFF, Target.PNG);

        assertThat(converted.opaque()).isTrue();
        assertThat(samples()).containsExactly(0, 65_535, 65_535, 0);
    }

    @Test
    void associatedAlphaIsDividedOutBeforeLabIsConverted() throws Exception {
        // the same colour, opaque and half transparent: L, a, b and alpha
        byte[] pixels = {(byte) 200, 40, -60, (byte) 255, 100, 20, -30, (byte) 127};
        byte[] tiff = new TiffBytes(BIG, 2, 1)
                .samples(4, 8)
                .with(262, 8)
                .with(338, 1)
                .strip(pixels)
                .bytes();

        converted(tiff, ImageFormat.TIFF, Target.PNG);

        int opaque = image().getRGB(0, 0);
        int half = image().getRGB(1, 0);
        assertThat(half >>> 24).isEqualTo(127);
        for (int shift = 0; shift < 24; shift += 8) {
            assertThat(half >> shift & 0xFF).isCloseTo(opaque >> shift & 0xFF, within(3));
        }
    }

    @Test
    void anIndexOfThreeBitsFindsItsColour() throws Exception {
        byte[] tiff = new TiffBytes(BIG, 2, 1)
                .samples(1, 3)
                .with(262, 3)
                .with(320, 0, 0, 0, 0, 0, 200 << 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                .strip(new byte[] {(byte) 0b10100000})
                .bytes();

        converted(tiff, ImageFormat.TIFF, Target.PNG);

        assertThat(image().getRGB(0, 0)).isEqualTo(0xFFC80000);
    }

    @Test
    void whatNoDecoderReadsIsRefusedInWordsOfThisProject() throws Exception {
        for (int compression : new int[] {3, 7, 34_676, 50_001, 52_546}) {
            byte[] tiff = new TiffBytes(BIG, 20, 10)
                    .samples(3, 8)
                    .with(262, 2)
                    .with(259, compression)
                    .strip(noise(100))
                    .bytes();

            Conversion result = convert(tiff, ImageFormat.TIFF, Target.PNG);

            assertThat(result)
                    .isInstanceOfSatisfying(
                            Conversion.Refused.class,
                            refused -> assertThat(refused.reason().message())
                                    .startsWith("The tif file cannot be converted: TIFF of this kind is not supported")
                                    .doesNotContainPattern("Exception|@[0-9a-f]|[a-z]\\.[a-z]+\\.[A-Z]"));
        }
    }

    @Test
    void integersOf32BitsThat16HoldStayExact() throws Exception {
        var pixels =
                ByteBuffer.allocate(16).putInt(0).putInt(1000).putInt(40_001).putInt(65_535);
        byte[] tiff =
                new TiffBytes(BIG, 4, 1).samples(1, 32).strip(pixels.array()).bytes();

        var converted = converted(tiff, ImageFormat.TIFF, Target.PNG);

        assertThat(samples()).containsExactly(0, 1000, 40_001, 65_535);
        assertThat(converted.notes()).singleElement().asString().contains("none above 65535");
    }

    @Test
    void zippedMergedImagesOfPhotoshopFilesGiveTheSamePixelsAsRawOnes() throws Exception {
        for (int depth : new int[] {8, 16}) {
            int planeBytes = WIDTH * HEIGHT * depth / 8;
            byte[][] planes = {noise(planeBytes), noise(planeBytes + 1), noise(planeBytes + 2)};
            var raw = new PsdBytes(false, WIDTH, HEIGHT, depth, 3);
            var zipped = new PsdBytes(false, WIDTH, HEIGHT, depth, 3).zipped(false);
            var predicted = new PsdBytes(false, WIDTH, HEIGHT, depth, 3).zipped(true);
            for (byte[] plane : planes) {
                byte[] own = java.util.Arrays.copyOf(plane, planeBytes);
                raw.plane(own);
                zipped.plane(own);
                predicted.plane(differences(own, depth));
            }

            var wanted = converted(raw.bytes(), ImageFormat.PSD, Target.PNG);

            assertThat(converted(zipped.bytes(), ImageFormat.PSD, Target.PNG)).isEqualTo(wanted);
            assertThat(converted(predicted.bytes(), ImageFormat.PSD, Target.PNG))
                    .isEqualTo(wanted);
        }
    }

    @Test
    void cmykInJpegInsideTiffBecomesEightBitSrgbAndTheNotesSaySo() throws Exception {
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            raster.setPixel(i % 16, i / 16, new int[] {i, 255 - i, 128, 10});
        }
        var jpeg = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        var tiff = new TiffBytes(BIG, 16, 16).samples(4, 8).with(262, 5).with(259, 7);

        var converted = converted(tiff.strip(jpeg.toByteArray()).bytes(), ImageFormat.TIFF, Target.PNG);

        assertThat(converted.notes()).containsExactly("CMYK was converted to 8-bit sRGB");
    }

    @Test
    void jpegOfMoreThanEightBitsInsideTiffIsRefusedRatherThanCutToEight() throws Exception {
        var tiff = new TiffBytes(BIG, 20, 10).samples(1, 12).with(259, 7).strip(new byte[100]);

        assertThat(convert(tiff.bytes(), ImageFormat.TIFF, Target.PNG))
                .isEqualTo(new Conversion.Refused(new Rejection.ConversionFailed(
                        "tif", "JPEG of 12 bits a sample inside TIFF is not supported")));
    }

    @Test
    void samplesOfTwelveBitsInPlanesThatOurOwnReaderDoesNotReadSurvive() throws Exception {
        var tiff = new TiffBytes(BIG, 2, 1).samples(3, 12).with(262, 2).with(284, 2);
        // 0xABC and 0x123, 0xDEF and 0, 0xFFF and 1
        tiff.strip(new byte[] {(byte) 0xAB, (byte) 0xC1, 0x23});
        tiff.strip(new byte[] {(byte) 0xDE, (byte) 0xF0, 0});
        tiff.strip(new byte[] {(byte) 0xFF, (byte) 0xF0, 1});

        var converted = converted(tiff.bytes(), ImageFormat.TIFF, Target.PNG);

        assertThat(converted.notes()).containsExactly("12-bit samples were scaled to 16 bits");
        var raster = image().getRaster();
        assertThat(Arrays.stream(raster.getPixels(0, 0, 2, 1, (int[]) null))
                        .map(sample -> (sample * 4095 + 32_767) / 65_535))
                .containsExactly(0xABC, 0xDEF, 0xFFF, 0x123, 0, 1);
    }

    @Test
    void subsampledChromaBecomesRgbAndTheNotesSaySo() throws Exception {
        // four lumas, then one of each chroma: 2 × 2 pixels
        byte[] unit = {(byte) 200, (byte) 201, (byte) 202, (byte) 203, (byte) 128, (byte) 128};
        var tiff = new TiffBytes(BIG, 2, 2).samples(3, 8).with(262, 6).with(530, 2, 2);

        var converted = converted(tiff.strip(unit).bytes(), ImageFormat.TIFF, Target.PNG);

        assertThat(converted.notes()).containsExactly("YCbCr was converted to RGB");
        assertThat(samples()).containsExactly(200, 201, 202, 203);
    }

    @Test
    void theSameBytesAreWrittenWhateverTheNumberOfThreads() throws Exception {
        int width = 900;
        int height = 1200;
        byte[] rgba = noise(width * height * 4);
        var tiff = new TiffBytes(BIG, width, height)
                .samples(4, 8)
                .with(262, 2)
                .with(338, 2)
                .longs(278, 16)
                .lzw();
        for (int y = 0; y < height; y += 16) {
            tiff.strip(java.util.Arrays.copyOfRange(rgba, y * width * 4, Math.min(y + 16, height) * width * 4));
        }
        byte[] source = tiff.bytes();
        for (var target : Target.values()) {
            byte[] alone = written(source, target, 1);

            assertThat(written(source, target, 2)).isEqualTo(alone);
            assertThat(written(source, target, 4)).isEqualTo(alone);
        }
    }

    private byte[] written(byte[] source, Target target, int threads) throws Exception {
        Path file = Files.write(directory.resolve("in"), source);
        try (var converter = Converter.start(threads)) {
            assertThat(converter.convert(file, ImageFormat.TIFF, target, directory.resolve("out"), 225_000_000))
                    .isInstanceOf(Conversion.Converted.class);
        }
        return Files.readAllBytes(directory.resolve("out"));
    }

    private Conversion.Converted converted(byte[] source, ImageFormat format, Target target) throws Exception {
        Conversion result = convert(source, format, target);
        assertThat(result).isInstanceOf(Conversion.Converted.class);
        return (Conversion.Converted) result;
    }

    private Conversion convert(byte[] source, ImageFormat format, Target target) throws Exception {
        Path file = Files.write(directory.resolve("in"), source);
        try (var converter = Converter.start(2)) {
            return converter.convert(file, format, target, directory.resolve("out"), 225_000_000);
        }
    }

    private BufferedImage image() throws Exception {
        return ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(directory.resolve("out"))));
    }

    private int[] samples() throws Exception {
        var raster = image().getRaster();
        return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    }

    private static byte[] floats(float... values) {
        var pixels = ByteBuffer.allocate(4 * values.length);
        for (float value : values) {
            pixels.putFloat(value);
        }
        return new TiffBytes(BIG, values.length, 1)
                .samples(1, 32)
                .with(339, 3)
                .strip(pixels.array())
                .bytes();
    }

    private static TiffBytes withProfile(TiffBytes tiff, byte[] icc) {
        var values = new long[icc.length];
        for (int i = 0; i < icc.length; i++) {
            values[i] = icc[i] & 0xFF;
        }
        return tiff.bytes(34_675, values);
    }

    private static byte[] differences(byte[] plane, int depth) {
        int rowBytes = WIDTH * depth / 8;
        byte[] out = plane.clone();
        for (int start = 0; start < plane.length; start += rowBytes) {
            for (int x = WIDTH - 1; x > 0; x--) {
                if (depth == 8) {
                    out[start + x] -= out[start + x - 1];
                } else {
                    var samples = ByteBuffer.wrap(out, start, rowBytes).slice();
                    samples.putShort(2 * x, (short) (samples.getShort(2 * x) - samples.getShort(2 * x - 2)));
                }
            }
        }
        return out;
    }

    private static byte[] noise(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }
}
