package io.sluice.imaging.tiff;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.PngFile;
import io.sluice.imaging.fixture.TiffFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffParserTest {

    private static final int RGB = 2;
    private static final int UNASSOCIATED_ALPHA = 2;

    private static byte[] rgba(int lastAlpha) {
        byte[] strip = new byte[2 * 2 * 4];
        Arrays.fill(strip, (byte) 255);
        strip[15] = (byte) lastAlpha;
        return TiffFile.image(2, 2, 4, RGB).shorts(338, UNASSOCIATED_ALPHA).withStrip(strip);
    }

    @Test
    void readsDimensionsAndColorOfTheFirstPage() {
        assertThatFile(TiffFile.image(3, 2, 3, RGB).shorts(274, 6).withStrip(new byte[18]))
                .isImage(ImageFormat.TIFF, 3, 2)
                .hasColor("rgb", 8)
                .hasOrientation(6)
                .hasPages(1)
                .isOpaque();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "4, 1", "5, 4", "6, 3", "8, 3"})
    void knowsPhotometricInterpretations(int photometric, int colors) {
        assertThatFile(TiffFile.image(1, 1, colors, photometric).withStrip(new byte[colors]))
                .isImage(ImageFormat.TIFF, 1, 1)
                .isOpaque();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 1", "5, 4", "8, 3"})
    void theFirstSampleBehindTheColorsIsAlphaWhenTheTagForItIsMissing(int photometric, int colors) {
        byte[] samples = allOnes(colors + 2);
        assertThatFile(TiffFile.image(1, 1, colors + 2, photometric).withStrip(samples.clone()))
                .isOpaque();
        samples[colors] = 1;
        assertThatFile(TiffFile.image(1, 1, colors + 2, photometric).withStrip(samples))
                .isNotOpaque();
    }

    @Test
    void extraSamplesCountFromTheColors() {
        byte[] pixel = {1, 2, 3, (byte) 200, (byte) 255};
        assertThatFile(TiffFile.image(1, 1, 5, RGB)
                        .shorts(338, UNASSOCIATED_ALPHA)
                        .withStrip(pixel))
                .isNotOpaque();
        assertThatFile(TiffFile.image(1, 1, 5, RGB)
                        .shorts(338, 0, UNASSOCIATED_ALPHA)
                        .withStrip(pixel))
                .isOpaque();
    }

    @Test
    void tagsThatThePictureCanDoWithoutMayHaveAnyType() {
        assertThatFile(TiffFile.image(2, 1, 1, 1)
                        .ascii(274, "six")
                        .ascii(296, "inch")
                        .ascii(266, "x")
                        .withStrip(new byte[2]))
                .isImage(ImageFormat.TIFF, 2, 1)
                .hasOrientation(1);
    }

    @Test
    void readsBigTiff() {
        var file = new Bytes().text("MM").u16(43).u16(8).u16(0).u64(16).u64(7);
        int data = 16 + 8 + 7 * 20 + 8;
        bigEntry(file, 256, 5);
        bigEntry(file, 257, 1);
        bigEntry(file, 258, 8);
        bigEntry(file, 262, 1);
        bigEntry(file, 273, data);
        bigEntry(file, 277, 1);
        bigEntry(file, 279, 5);
        assertThatFile(file.u64(0).zeros(5).build())
                .isImage(ImageFormat.TIFF, 5, 1)
                .hasColor("gray", 8);
    }

    private static void bigEntry(Bytes file, int tag, long value) {
        file.u16(tag).u16(16).u64(1).u64(value);
    }

    @Test
    void looksAtTheAlphaChannel() {
        assertThatFile(rgba(255)).isOpaque();
        assertThatFile(rgba(254)).isNotOpaque();
    }

    @Test
    void anUnspecifiedExtraSampleIsNoAlphaChannel() {
        assertThatFile(TiffFile.image(1, 1, 4, RGB).shorts(338, 0).withStrip(new byte[4]))
                .isOpaque();
    }

    /// The JDK's own writer, so that the compressions are not checked against themselves.
    private static ImageWriter writer() {
        var writers = ImageIO.getImageWritersByFormatName("tiff");
        return Stream.iterate(writers.next(), _ -> writers.next())
                .filter(writer -> writer.getClass().getName().startsWith("com.sun."))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] written(BufferedImage image, String compression, boolean tiled) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = writer();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression);
            if (tiled) {
                parameters.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setTiling(32, 16, 0, 0);
            }
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"LZW", "ZLib", "Deflate", "PackBits"})
    void findsTheOneTransparentPixelBehindCompression(String compression) throws IOException {
        for (boolean tiled : new boolean[] {false, true}) {
            var image = new BufferedImage(70, 50, BufferedImage.TYPE_4BYTE_ABGR);
            for (int y = 0; y < 50; y++) {
                for (int x = 0; x < 70; x++) {
                    image.setRGB(x, y, 0xFF00_0000 | x * x * 31 + y * 7);
                }
            }
            assertThatFile(written(image, compression, tiled))
                    .isImage(ImageFormat.TIFF, 70, 50)
                    .isOpaque();
            image.setRGB(69, 49, 0xFE00_0000);
            assertThatFile(written(image, compression, tiled)).isNotOpaque();
        }
    }

    @Test
    void countsPages() {
        byte[] first = TiffFile.image(1, 1, 1, 1).withStrip(new byte[1]);
        int next = 8 + 2 + 8 * 12;
        byte[] second = Arrays.copyOfRange(first, 8, first.length);
        byte[] file = new Bytes().raw(first).raw(second).build();
        file[next] = (byte) first.length;
        assertThatFile(file).isImage(ImageFormat.TIFF, 1, 1).hasPages(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 3, 120, 1 << 30})
    void theFirstPageCountsWhenTheNextOneIsNowhereOrTheFirstAgain(int next) {
        byte[] file = TiffFile.image(1, 1, 1, 1).withStrip(new byte[1]);
        for (int i = 0; i < 4; i++) {
            file[8 + 2 + 8 * 12 + i] = (byte) (next >> (8 * i));
        }
        assertThatFile(file).isImage(ImageFormat.TIFF, 1, 1).hasPages(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 100_000})
    void lengthsOfStripsMayBeWrong(long length) {
        for (int compression : new int[] {1, 8}) {
            byte[] samples = allOnes(9 * 9 * 2);
            byte[] strip = compression == 1 ? samples : PngFile.deflate(samples);
            assertThatFile(TiffFile.image(9, 9, 2, 1, compression)
                            .shorts(338, UNASSOCIATED_ALPHA)
                            .withStrip(strip, length))
                    .isImage(ImageFormat.TIFF, 9, 9)
                    .isOpaque();
        }
    }

    @Test
    void refusesAnUncompressedStripThatIsCutOff() {
        assertThatFile(TiffFile.image(9, 9, 1, 1).withStrip(new byte[80])).isCorruptBecause("strip or tile 0");
    }

    @Test
    void refusesACompressedStripThatIsCutOff() {
        byte[] strip = PngFile.deflate(allOnes(81));
        byte[] file = TiffFile.image(9, 9, 1, 1, 8).withStrip(strip);
        assertThatFile(Arrays.copyOf(file, file.length - strip.length / 2)).isCorruptBecause("strip or tile 0");
    }

    @Test
    void refusesAMillionPages() {
        byte[] first = TiffFile.image(1, 1, 1, 1).withStrip(new byte[1]);
        var file = new Bytes().raw(first);
        for (int i = 0; i < 1_000_000; i++) {
            file.le16(1).zeros(12).le32(file.size() + 4);
        }
        byte[] bytes = file.build();
        bytes[8 + 2 + 8 * 12] = (byte) first.length;
        assertThatFile(bytes).isCorruptBecause("more than 10000 pages");
    }

    @Test
    void refusesTooManyPixels() {
        assertThatFile(TiffFile.image(100_000, 100_000, 3, RGB).withStrip(new byte[3]))
                .hasTooManyPixels(100_000, 100_000);
    }

    @Test
    void refusesZeroWidth() {
        assertThatFile(TiffFile.image(0, 1, 3, RGB).withStrip(new byte[3])).isCorruptBecause("0 × 1 pixels");
    }

    @Test
    void refusesAStripBehindTheEndOfTheFile() {
        assertThatFile(TiffFile.image(9, 9, 1, 1)
                        .longs(273, 4000)
                        .longs(279, 81)
                        .build())
                .isCorruptBecause("strip or tile 0 at byte 4000");
    }

    @Test
    void refusesTooFewStrips() {
        assertThatFile(TiffFile.image(9, 9, 1, 1).longs(278, 1).withStrip(new byte[81]))
                .isCorruptBecause("declares 1 strips or tiles where its size needs 9");
    }

    @Test
    void refusesADirectoryBehindTheEndOfTheFile() {
        assertThatFile(new Bytes()
                        .text("II")
                        .le16(42)
                        .le32(0x7FFF_FFFF)
                        .zeros(64)
                        .build())
                .isCorruptBecause("a directory is said to be at byte 2147483647");
    }

    @Test
    void refusesCompressedDataThatEndsTooEarly() {
        assertThatFile(TiffFile.littleEndian()
                        .longs(256, 8)
                        .longs(257, 8)
                        .shorts(258, 8)
                        .shorts(259, 8)
                        .shorts(262, RGB)
                        .shorts(277, 4)
                        .shorts(338, UNASSOCIATED_ALPHA)
                        .withStrip(PngFile.deflate(allOnes(40))))
                .isCorruptBecause("ends too early");
    }

    private static byte[] allOnes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 255);
        return bytes;
    }
}
