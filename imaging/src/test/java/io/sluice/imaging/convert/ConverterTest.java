package io.sluice.imaging.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Target;
import io.sluice.imaging.fixture.BitWriter;
import io.sluice.imaging.fixture.IdentificationAssert;
import io.sluice.imaging.fixture.PsdBytes;
import io.sluice.imaging.fixture.TiffBytes;
import io.sluice.imaging.fixture.Wording;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConverterTest {

    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
    private static final int WIDTH = 37;
    private static final int HEIGHT = 23;
    private static final Converter CONVERTER = Converter.start(2);

    @TempDir
    private Path directory;

    @AfterAll
    static void close() {
        CONVERTER.close();
    }

    @Test
    void everyCompressionAndByteOrderOfTiffGivesTheSamePixels() throws Exception {
        byte[] rgb = noise(WIDTH * HEIGHT * 3);
        for (var order : new ByteOrder[] {LITTLE, BIG}) {
            for (int compression = 0; compression < 4; compression++) {
                var tiff = new TiffBytes(order, WIDTH, HEIGHT)
                        .samples(3, 8)
                        .with(262, 2)
                        .longs(278, 5);
                switch (compression) {
                    case 1 -> tiff.deflated();
                    case 2 -> tiff.packed();
                    case 3 -> tiff.lzw();
                    default -> {}
                }
                for (int y = 0; y < HEIGHT; y += 5) {
                    tiff.strip(part(rgb, y * WIDTH * 3, Math.min(5, HEIGHT - y) * WIDTH * 3));
                }
                assertThat(samples(png(tiff.bytes())))
                        .as("compression %d", compression)
                        .isEqualTo(unsigned(rgb));
            }
        }
    }

    @Test
    void stripsWithoutDeclaredLengthsReachToTheEndOfTheFile() throws Exception {
        byte[] gray = noise(WIDTH * HEIGHT);
        var tiff = new TiffBytes(LITTLE, WIDTH, HEIGHT).longs(278, 12).lzw();
        tiff.strip(part(gray, 0, 12 * WIDTH)).strip(part(gray, 12 * WIDTH, 11 * WIDTH));
        byte[] file = tiff.replaced(279).bytes();

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    @Test
    void anUncompressedStripMayDeclareFewerBytesThanItsRowsTake() throws Exception {
        byte[] gray = noise(WIDTH * HEIGHT);
        byte[] file = new TiffBytes(LITTLE, WIDTH, HEIGHT)
                .strip(gray)
                .replaced(279, WIDTH)
                .bytes();

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    @Test
    void aStripThatIsNotStoredIsZero() throws Exception {
        byte[] gray = noise(WIDTH * HEIGHT);
        Arrays.fill(gray, 12 * WIDTH, gray.length, (byte) 0);
        byte[] stored = TiffBytes.deflate(part(gray, 0, 12 * WIDTH));
        byte[] file = new TiffBytes(LITTLE, WIDTH, HEIGHT)
                .longs(278, 12)
                .deflated()
                .strip(part(gray, 0, 12 * WIDTH))
                .replaced(273, 8, 0)
                .replaced(279, stored.length, 0)
                .bytes();

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    /// No reader needs this tag, so its count must not matter.
    @Test
    void aPrivateTagOfABigTiffMayDeclareAnyNumberOfValues() throws Exception {
        byte[] gray = noise(WIDTH * HEIGHT);
        byte[] file = new TiffBytes(BIG, WIDTH, HEIGHT)
                .big()
                .bytes(40_000, 1)
                .strip(gray)
                .bytes();
        var entry = ByteBuffer.allocate(12)
                .putShort((short) 40_000)
                .putShort((short) 7)
                .putLong(1);
        int at = new String(file, ISO_8859_1).indexOf(new String(entry.array(), ISO_8859_1));
        ByteBuffer.wrap(file).putLong(at + 4, Long.MAX_VALUE);

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    @Test
    void anInlineValueOfABigTiffMayHaveAnythingBehindIt() throws Exception {
        byte[] gray = noise(WIDTH * HEIGHT);
        byte[] file = new TiffBytes(LITTLE, WIDTH, HEIGHT).big().strip(gray).bytes();
        var entry = ByteBuffer.allocate(14)
                .order(LITTLE)
                .putShort((short) 258)
                .putShort((short) 3)
                .putLong(1)
                .putShort((short) 8);
        int at = new String(file, ISO_8859_1).indexOf(new String(entry.array(), ISO_8859_1));
        // as an offset of 64 bits, this would be negative
        Arrays.fill(file, at + 14, at + 20, (byte) 0xFF);

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    @Test
    void aUnitOfResolutionMayBeARational() throws Exception {
        byte[] gray = noise(WIDTH * HEIGHT);
        byte[] file = new TiffBytes(BIG, WIDTH, HEIGHT)
                .rational(282, 72, 1)
                .rational(283, 72, 1)
                .rational(296, 3, 1)
                .strip(gray)
                .bytes();

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    @Test
    void tilesMayHaveTheirOffsetsInTheTagsOfStrips() throws Exception {
        byte[] gray = noise(16 * 32);
        var tiff = new TiffBytes(LITTLE, 16, 32).tiled(16, 16);
        tiff.strip(part(gray, 0, 256)).strip(part(gray, 256, 256));
        byte[] file = tiff.replaced(324)
                .replaced(325)
                .longs(273, 8, 8 + 256)
                .longs(279, 256, 256)
                .bytes();

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    /// As written before 1990: the least significant bit of a code comes first.
    @Test
    void lzwWithReversedBitsIsDecoded() throws Exception {
        byte[] gray = noise(WIDTH * HEIGHT);
        var bits = new BitWriter();
        for (int i = 0; i < gray.length; i++) {
            if (i % 200 == 0) {
                bits.bits(256, 9);
            }
            bits.bits(gray[i] & 0xFF, 9);
        }
        byte[] compressed = bits.bits(257, 9).build();
        byte[] file = new TiffBytes(LITTLE, WIDTH, HEIGHT)
                .with(259, 5)
                .strip(compressed)
                .bytes();

        assertThat(IdentificationAssert.identify(file)).isInstanceOf(Identification.Identified.class);
        assertThat(samples(png(file))).isEqualTo(unsigned(gray));
    }

    @Test
    void horizontalDifferencesAreTakenBack() throws Exception {
        byte[] rgb = noise(WIDTH * HEIGHT * 3);
        byte[] differences = rgb.clone();
        for (int y = 0; y < HEIGHT; y++) {
            for (int i = WIDTH * 3 - 1; i >= 3; i--) {
                differences[y * WIDTH * 3 + i] -= differences[y * WIDTH * 3 + i - 3];
            }
        }
        var tiff = new TiffBytes(LITTLE, WIDTH, HEIGHT)
                .samples(3, 8)
                .with(262, 2)
                .deflated()
                .with(317, 2);

        assertThat(samples(png(tiff.strip(differences).bytes()))).isEqualTo(unsigned(rgb));
    }

    @Test
    void planesAndTilesOfABigTiffArePutTogether() throws Exception {
        byte[] rgb = noise(WIDTH * HEIGHT * 3);
        var tiff = new TiffBytes(BIG, WIDTH, HEIGHT)
                .big()
                .samples(3, 8)
                .with(262, 2)
                .with(284, 2)
                .tiled(16, 16);
        for (int plane = 0; plane < 3; plane++) {
            for (int ty = 0; ty < HEIGHT; ty += 16) {
                for (int tx = 0; tx < WIDTH; tx += 16) {
                    var tile = new byte[256];
                    for (int y = ty; y < Math.min(ty + 16, HEIGHT); y++) {
                        for (int x = tx; x < Math.min(tx + 16, WIDTH); x++) {
                            tile[(y - ty) * 16 + x - tx] = rgb[(y * WIDTH + x) * 3 + plane];
                        }
                    }
                    tiff.strip(tile);
                }
            }
        }
        assertThat(samples(png(tiff.bytes()))).isEqualTo(unsigned(rgb));
    }

    @Test
    void sixteenBitsStaySixteenBitsUnlessEightHoldThem() throws Exception {
        byte[] wide = noise(WIDTH * HEIGHT * 2);
        byte[] swapped = wide.clone();
        for (int i = 0; i < swapped.length; i += 2) {
            swapped[i] = wide[i + 1];
            swapped[i + 1] = wide[i];
        }
        BufferedImage kept = png(new TiffBytes(LITTLE, WIDTH, HEIGHT)
                .samples(1, 16)
                .strip(swapped)
                .bytes());
        byte[] doubled = wide.clone();
        for (int i = 0; i < doubled.length; i += 2) {
            doubled[i + 1] = doubled[i];
        }
        BufferedImage narrowed = png(
                new TiffBytes(BIG, WIDTH, HEIGHT).samples(1, 16).strip(doubled).bytes());

        assertThat(samples(kept)[5]).isEqualTo((wide[10] & 0xFF) << 8 | (wide[11] & 0xFF));
        assertThat(kept.getSampleModel().getSampleSize(0)).isEqualTo(16);
        assertThat(samples(narrowed)[5]).isEqualTo(wide[10] & 0xFF);
        assertThat(narrowed.getSampleModel().getSampleSize(0)).isEqualTo(8);
    }

    @Test
    void whiteIsZeroIsTurnedRound() throws Exception {
        byte[] bits = noise(5 * HEIGHT);
        var image = png(new TiffBytes(BIG, WIDTH, HEIGHT)
                .samples(1, 1)
                .with(262, 0)
                .strip(bits)
                .bytes());

        assertThat(image.getRGB(0, 0) & 1).isEqualTo((~bits[0] >> 7) & 1);
        assertThat(image.getRGB(36, 22) & 1).isEqualTo((~bits[22 * 5 + 4] >> 3) & 1);
    }

    @Test
    void premultipliedColoursAreDividedByTheirAlpha() throws Exception {
        byte[] pixels = {64, 32, 0, (byte) 128, 10, 20, 30, 0, 1, 2, 3, (byte) 255, 100, 100, 100, 100};
        var tiff =
                new TiffBytes(BIG, 4, 1).samples(4, 8).with(262, 2).with(338, 1).strip(pixels);

        assertThat(argb(png(tiff.bytes()))).containsExactly(0x80804000, 0, 0xFF010203, 0x64FFFFFF);
    }

    @Test
    void fewColoursBecomeAPaletteAndOpaqueAlphaGoes() throws Exception {
        var pixels = new byte[100 * 100 * 4];
        for (int i = 0; i < pixels.length; i += 4) {
            pixels[i] = (byte) (i % 3 == 0 ? 200 : 10);
            pixels[i + 3] = (byte) 255;
        }
        var result = convert(
                new TiffBytes(BIG, 100, 100)
                        .samples(4, 8)
                        .with(262, 2)
                        .with(338, 2)
                        .strip(pixels)
                        .bytes(),
                ImageFormat.TIFF,
                Target.PNG);

        var image = ImageIO.read(directory.resolve("out").toFile());
        assertThat(result)
                .isInstanceOfSatisfying(
                        Conversion.Converted.class,
                        converted -> assertThat(converted.opaque()).isTrue());
        assertThat(image.getColorModel().getPixelSize()).isEqualTo(1);
        assertThat(image.getRGB(0, 0)).isEqualTo(0xFFC80000);
    }

    @Test
    void photoshopPlanesAreReadRawAndPackedAndInBothVersions() throws Exception {
        byte[] all = noise(WIDTH * HEIGHT * 3);
        byte[] red = part(all, 0, WIDTH * HEIGHT);
        byte[] green = part(all, WIDTH * HEIGHT, WIDTH * HEIGHT);
        byte[] blue = part(all, 2 * WIDTH * HEIGHT, WIDTH * HEIGHT);
        for (boolean big : new boolean[] {false, true}) {
            for (boolean packed : new boolean[] {false, true}) {
                var psd = new PsdBytes(big, WIDTH, HEIGHT, 8, 3)
                        .plane(red)
                        .plane(green)
                        .plane(blue);
                if (packed) {
                    psd.packed();
                }
                convert(psd.bytes(), ImageFormat.PSD, Target.PNG);

                int[] samples = samples(ImageIO.read(directory.resolve("out").toFile()));
                assertThat(samples[3 * 100]).isEqualTo(red[100] & 0xFF);
                assertThat(samples[3 * 100 + 1]).isEqualTo(green[100] & 0xFF);
                assertThat(samples[3 * 100 + 2]).isEqualTo(blue[100] & 0xFF);
            }
        }
    }

    @Test
    void anExtraPhotoshopChannelIsTransparencyOnlyWhenTheLayerCountIsNegative() throws Exception {
        byte[] plane = noise(WIDTH * HEIGHT);
        for (int layers : new int[] {-1, 1}) {
            var psd = new PsdBytes(false, WIDTH, HEIGHT, 8, 3).layerCount(layers);
            for (int i = 0; i < 4; i++) {
                psd.plane(plane);
            }
            var result = (Conversion.Converted) convert(psd.bytes(), ImageFormat.PSD, Target.PNG);

            assertThat(result.opaque()).isEqualTo(layers > 0);
        }
    }

    @Test
    void aPhotoshopFileWithoutCompositeIsRefused() throws Exception {
        var psd = new PsdBytes(false, WIDTH, HEIGHT, 8, 1)
                .plane(noise(WIDTH * HEIGHT))
                .layerCount(1)
                .withoutComposite();

        assertThat(detail(convert(psd.bytes(), ImageFormat.PSD, Target.PNG))).contains("without a merged image");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void cmykBecomesSrgbAndTheNotesSaySo() throws Exception {
        byte[] pixels = {0, 0, 0, 0, (byte) 255, 0, 0, 0, 0, 0, 0, (byte) 255};
        var result = convert(
                new TiffBytes(BIG, 3, 1)
                        .samples(4, 8)
                        .with(262, 5)
                        .strip(pixels)
                        .bytes(),
                ImageFormat.TIFF,
                Target.PNG);

        assertThat(((Conversion.Converted) result).notes()).anyMatch(note -> note.contains("CMYK"));
        assertThat(argb(ImageIO.read(directory.resolve("out").toFile())))
                .containsExactly(0xFFFFFFFF, 0xFF00FFFF, 0xFF000000);
    }

    @Test
    void jpegIsNearTheSourceAndTurnsToWebpWhenAPixelIsNotOpaque() throws Exception {
        var pixels = new byte[64 * 64 * 4];
        for (int i = 0; i < pixels.length; i += 4) {
            pixels[i] = (byte) (i / 64);
            pixels[i + 1] = (byte) (i / 128);
            pixels[i + 3] = (byte) 255;
        }
        var opaque = convert(
                new TiffBytes(BIG, 64, 64)
                        .samples(4, 8)
                        .with(262, 2)
                        .with(338, 2)
                        .strip(pixels)
                        .bytes(),
                ImageFormat.TIFF,
                Target.JPEG);
        int seen = ImageIO.read(directory.resolve("out").toFile()).getRGB(20, 20);
        pixels[3] = 100;
        var translucent = convert(
                new TiffBytes(BIG, 64, 64)
                        .samples(4, 8)
                        .with(262, 2)
                        .with(338, 2)
                        .strip(pixels)
                        .bytes(),
                ImageFormat.TIFF,
                Target.JPEG);

        assertThat(((Conversion.Converted) opaque).format()).isEqualTo(ImageFormat.JPEG);
        assertThat(seen >> 16 & 0xFF)
                .isBetween((pixels[(20 * 64 + 20) * 4] & 0xFF) - 6, (pixels[(20 * 64 + 20) * 4] & 0xFF) + 6);
        assertThat(((Conversion.Converted) translucent).format()).isEqualTo(ImageFormat.WEBP);
        assertThat(ImageIO.read(directory.resolve("out").toFile()).getRGB(0, 0) >>> 24)
                .isEqualTo(100);
    }

    @Test
    void anythingCutOffOrChangedIsRefusedOrStillAnImageButNeverAnAccident() throws Exception {
        var random = new Random(11);
        byte[] tiff = new TiffBytes(LITTLE, WIDTH, HEIGHT)
                .samples(3, 8)
                .with(262, 2)
                .lzw()
                .strip(noise(WIDTH * HEIGHT * 3))
                .bytes();
        byte[] psd = new PsdBytes(false, WIDTH, HEIGHT, 8, 1)
                .plane(noise(WIDTH * HEIGHT))
                .packed()
                .bytes();
        for (int i = 0; i < 300; i++) {
            boolean first = random.nextBoolean();
            byte[] bytes = (first ? tiff : psd).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextBoolean()) {
                bytes = part(bytes, 0, random.nextInt(bytes.length));
            }
            Conversion result = convert(bytes, first ? ImageFormat.TIFF : ImageFormat.PSD, Target.PNG, 1_000_000);

            assertThat(result).isInstanceOfAny(Conversion.Converted.class, Conversion.Refused.class);
            if (result instanceof Conversion.Refused(var reason)) {
                Wording.check(reason.message(), "change " + i);
            }
        }
    }

    /// Compressions that libraries decode, each in its own words.
    @Test
    void noMessageIsOneOfALibrary() throws Exception {
        var random = new Random(5);
        var jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
        for (int compression : new int[] {2, 3, 4, 6, 7, 34_712, 34_925, 50_000, 50_001}) {
            byte[] sound = new TiffBytes(LITTLE, WIDTH, HEIGHT)
                    .samples(compression < 5 ? 1 : 3, compression < 5 ? 1 : 8)
                    .with(262, compression < 5 ? 0 : 6)
                    .with(259, compression)
                    .strip(compression == 7 ? jpeg.toByteArray() : noise(500))
                    .bytes();
            for (int i = 0; i < 40; i++) {
                byte[] bytes = sound.clone();
                for (int n = random.nextInt(4); n > 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                Conversion result = convert(bytes, ImageFormat.TIFF, Target.PNG, 1_000_000);

                if (result instanceof Conversion.Refused(var reason)) {
                    Wording.check(reason.message(), "compression " + compression + ", change " + i);
                }
            }
        }
    }

    @Test
    void aHeaderThatPromisesMorePixelsThanAllowedIsRefused() throws Exception {
        byte[] tiff = new TiffBytes(BIG, 100_000, 100_000).strip(new byte[10]).bytes();

        assertThat(detail(convert(tiff, ImageFormat.TIFF, Target.PNG))).contains("100000 × 100000");
    }

    private BufferedImage png(byte[] tiff) throws Exception {
        assertThat(convert(tiff, ImageFormat.TIFF, Target.PNG)).isInstanceOf(Conversion.Converted.class);
        return ImageIO.read(directory.resolve("out").toFile());
    }

    private Conversion convert(byte[] file, ImageFormat format, Target target) throws Exception {
        return convert(file, format, target, 225_000_000);
    }

    private Conversion convert(byte[] file, ImageFormat format, Target target, long maxPixels) throws Exception {
        Path source = Files.write(directory.resolve("in"), file);
        return CONVERTER.convert(source, format, target, directory.resolve("out"), maxPixels);
    }

    private static String detail(Conversion conversion) {
        return ((Rejection.ConversionFailed) ((Conversion.Refused) conversion).reason()).detail();
    }

    private static byte[] noise(int count) {
        var bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static byte[] part(byte[] bytes, int from, int count) {
        return java.util.Arrays.copyOfRange(bytes, from, from + count);
    }

    private static int[] unsigned(byte[] bytes) {
        var values = new int[bytes.length];
        java.util.Arrays.setAll(values, i -> bytes[i] & 0xFF);
        return values;
    }

    private static int[] samples(BufferedImage image) {
        var raster = image.getRaster();
        return raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
    }

    private static int[] argb(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
