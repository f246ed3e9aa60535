package io.sluice.imaging.preview;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.fixture.GifFile;
import io.sluice.imaging.fixture.JpegFile;
import io.sluice.imaging.fixture.PngFile;
import io.sluice.imaging.fixture.PsdFile;
import io.sluice.imaging.fixture.WebpFile;
import io.sluice.imaging.pixels.ExifOrientation;
import java.awt.Color;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewerTest {

    private static final int RED = 0xFFC81E1E;
    private static final int BLUE = 0xFF1E1EC8;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "tiff", "webp"})
    void showsTheWholeImageInItsProportions(String format) throws Exception {
        byte[] file = format.equals("webp")
                ? webp(halves(1000, 600), CompressionType.Lossy)
                : file(halves(1000, 600), format);

        var preview = preview(file, 320);

        assertThat(preview.getWidth()).isEqualTo(320);
        assertThat(preview.getHeight()).isEqualTo(192);
        assertColor(preview, 2, 2, RED);
        assertColor(preview, 150, 190, RED);
        assertColor(preview, 170, 100, BLUE);
        assertColor(preview, 317, 189, BLUE);
    }

    @Test
    void keepsTheSizeOfASmallImage() throws Exception {
        assertThat(preview(file(halves(40, 30), "png"), 320).getWidth()).isEqualTo(40);
        assertThat(preview(file(halves(1, 1), "png"), 320).getHeight()).isEqualTo(1);
        var strip = preview(file(halves(9000, 2), "png"), 160);
        assertThat(strip.getWidth()).isEqualTo(160);
        assertThat(strip.getHeight()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 100, 60, 5, 5", "2, 100, 60, 94, 5", "3, 100, 60, 94, 54", "4, 100, 60, 5, 54",
        "5, 60, 100, 5, 5", "6, 60, 100, 54, 5", "7, 60, 100, 54, 94", "8, 60, 100, 5, 94"
    })
    void turnsTheImageAsItsExifDataSays(int orientation, int width, int height, int x, int y) throws Exception {
        var image = new BufferedImage(100, 60, BufferedImage.TYPE_INT_RGB);
        fill(image, 0, 0, 100, 60, BLUE);
        fill(image, 0, 0, 30, 20, RED); // the stored upper left corner
        var exif = new ByteArrayOutputStream();
        exif.writeBytes("Exif\0\0".getBytes(ISO_8859_1));
        exif.writeBytes(ExifOrientation.block(orientation));

        var preview = preview(withSegment(file(image, "jpeg"), 0xE1, exif.toByteArray()), 320);

        assertThat(preview.getWidth()).isEqualTo(width);
        assertThat(preview.getHeight()).isEqualTo(height);
        assertColor(preview, x, y, RED);
        assertColor(preview, width - 1 - x, height - 1 - y, BLUE);
    }

    @Test
    void convertsColorsToSrgbThroughTheEmbeddedProfile() throws Exception {
        var image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        fill(image, 0, 0, 64, 64, 0xFF373737); // 55 of 255 as linear light is 128 in sRGB
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        var segment = new ByteArrayOutputStream();
        segment.writeBytes("ICC_PROFILE\0\1\1".getBytes(ISO_8859_1));
        segment.writeBytes(profile);
        var chunk = new ByteArrayOutputStream();
        chunk.writeBytes("linear\0\0".getBytes(ISO_8859_1));
        chunk.writeBytes(PngFile.deflate(profile));
        byte[] plain = file(image, "png");
        int header = 8 + 25;
        var png = new ByteArrayOutputStream();
        png.write(plain, 0, header);
        png.writeBytes(pngChunk("iCCP", chunk.toByteArray()));
        png.write(plain, header, plain.length - header);

        assertColor(preview(withSegment(file(image, "jpeg"), 0xE2, segment.toByteArray()), 320), 30, 30, 0xFF808080);
        assertColor(preview(png.toByteArray(), 320), 30, 30, 0xFF808080);
        assertColor(preview(file(image, "jpeg"), 320), 30, 30, 0xFF373737);
        byte[] broken = withSegment(file(image, "jpeg"), 0xE2, "ICC_PROFILE\0\1\1nonsense".getBytes(ISO_8859_1));
        assertColor(preview(broken, 320), 30, 30, 0xFF373737);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void keepsGray(int type) throws Exception {
        var image = new BufferedImage(500, 400, type);
        boolean isWide = type == BufferedImage.TYPE_USHORT_GRAY;
        var samples = new int[500 * 400];
        Arrays.fill(samples, isWide ? 100 * 257 : 100);
        image.getRaster().setSamples(0, 0, 500, 400, 0, samples);

        assertColor(preview(file(image, "png"), 160), 80, 60, 0xFF646464);
        assertColor(preview(file(image, "tiff"), 160), 80, 60, 0xFF646464);
        if (!isWide) {
            assertColor(preview(file(image, "jpeg"), 160), 80, 60, 0xFF646464);
        }
    }

    @Test
    void keepsTransparency() throws Exception {
        var image = new BufferedImage(800, 400, BufferedImage.TYPE_INT_ARGB);
        fill(image, 0, 0, 400, 400, RED & 0x80FFFFFF);

        for (var type : new CompressionType[] {CompressionType.Lossy, CompressionType.Lossless}) {
            assertHalfTransparent(preview(webp(image, type), 320));
        }
        assertHalfTransparent(preview(file(image, "png"), 320));
        assertHalfTransparent(preview(file(image, "tiff"), 320));
    }

    private static void assertHalfTransparent(BufferedImage preview) {
        assertThat(preview.getColorModel().hasAlpha()).isTrue();
        assertThat(preview.getRGB(80, 80) >>> 24).isCloseTo(0x80, within(3));
        assertColor(preview, 80, 80, RED);
        assertThat(preview.getRGB(240, 80) >>> 24).isZero();
    }

    @Test
    void showsInksAsColors() throws Exception {
        // inverted cyan, magenta, yellow and black: no magenta and yellow light, all of black's
        var cmyk = Raster.createInterleavedRaster(0, 64, 64, 4, null);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
                cmyk.setPixel(x, y, new int[] {200, 30, 30, 255});
            }
        }
        var bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(new IIOImage(cmyk, null, null));
        }

        assertColor(preview(bytes.toByteArray(), 320), 30, 30, 0xFFC81E1E);
    }

    @Test
    void showsTheFirstFrameAtItsPlace() throws Exception {
        var gif = GifFile.of(4, 4)
                .control(GifFile.KEEP, 0)
                .image(1, 1, 2, 2, false, "1111")
                .end();
        var webp = new WebpFile()
                .extended(WebpFile.ANIMATION | WebpFile.ALPHA, 4, 4)
                .chunk("ANIM", new byte[6])
                .frame(2, 2, 2, 2, 0, WebpFile.lossless(2, 2, RED))
                .frame(0, 0, 4, 4, 0, WebpFile.lossless(4, 4, BLUE))
                .build();

        var first = preview(gif, 320);
        assertThat(first.getRGB(0, 0) >>> 24).isZero();
        assertThat(first.getRGB(1, 1) >>> 24).isEqualTo(255);
        var second = preview(webp, 320);
        assertThat(second.getRGB(0, 0) >>> 24).isZero();
        assertColor(second, 3, 3, RED);
    }

    @Test
    void showsTheMergedImageOfAPhotoshopDocument() throws Exception {
        var samples = new byte[3 * 300 * 200];
        Arrays.fill(samples, 0, 300 * 200, (byte) 200);
        Arrays.fill(samples, 300 * 200, samples.length, (byte) 30);

        var preview = preview(PsdFile.psd(3, 300, 200, 8, PsdFile.RGB).raw(samples), 160);

        assertThat(preview.getWidth()).isEqualTo(160);
        assertColor(preview, 80, 50, 0xFFC81E1E);
    }

    @Test
    void refusesWhatWouldNeedTooMuchMemory() throws Exception {
        var progressive = new JpegFile()
                .frame(JpegFile.PROGRESSIVE, 8, 60_000, 60_000, "\1\2\3")
                .scan('\1')
                .end();
        var lossless = new WebpFile()
                .chunk("VP8L", WebpFile.lossless(16_000, 16_000, RED))
                .build();
        var png = PngFile.of(100_000, 100_000, 8, PngFile.RGB).data(new byte[1]).end();

        assertThat(refusal(progressive)).contains("memory");
        assertThat(refusal(lossless)).contains("memory");
        assertThat(refusal(png)).contains("pixels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "tiff", "webp"})
    void endsWithDamagedFiles(String format) throws Exception {
        byte[] file =
                format.equals("webp") ? webp(halves(300, 200), CompressionType.Lossy) : file(halves(300, 200), format);

        for (int cut = 1; cut < 12; cut++) {
            byte[] damaged = file.clone();
            for (int i = file.length * cut / 12; i < Math.min(file.length, file.length * cut / 12 + 20); i++) {
                damaged[i] ^= (byte) (31 * i + cut);
            }
            assertThat(make(Arrays.copyOf(file, file.length * cut / 12), 160)).isNotNull();
            assertThat(make(damaged, 160)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HEIC", "AVIF", "EPS", "PDF", "SVG", "JXL"})
    void hasNoDecoderForOtherFormats(ImageFormat format) {
        assertThat(Previewer.supports(format)).isFalse();
    }

    private BufferedImage preview(byte[] file, int side) throws IOException {
        var result = make(file, side);
        assertThat(result).isInstanceOf(Conversion.Converted.class);
        var converted = (Conversion.Converted) result;
        byte[] preview = Files.readAllBytes(directory.resolve("preview"));
        assertThat(preview).hasSize((int) converted.bytes());
        assertThat(converted.format()).isEqualTo(converted.opaque() ? ImageFormat.JPEG : ImageFormat.PNG);
        var image = ImageIO.read(directory.resolve("preview").toFile());
        assertThat(image.getWidth()).isEqualTo(converted.width());
        return image;
    }

    private String refusal(byte[] file) throws IOException {
        var result = make(file, 320);
        assertThat(result).isInstanceOf(Conversion.Refused.class);
        assertThat(directory.resolve("preview")).doesNotExist();
        return ((Conversion.Refused) result).reason().message();
    }

    private Conversion make(byte[] file, int side) throws IOException {
        Path source = directory.resolve("source");
        Files.write(source, file);
        return Previewer.make(
                source,
                format(file),
                side,
                directory.resolve("preview"),
                ImageLimits.DEFAULTS.maxPixels(),
                HeapLimit.ofThisProcess());
    }

    private static ImageFormat format(byte[] file) {
        return switch (file[0] & 0xFF) {
            case 0xFF -> ImageFormat.JPEG;
            case 0x89 -> ImageFormat.PNG;
            case 'G' -> ImageFormat.GIF;
            case 'R' -> ImageFormat.WEBP;
            case '8' -> ImageFormat.PSD;
            default -> ImageFormat.TIFF;
        };
    }

    private static BufferedImage halves(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        fill(image, 0, 0, width, height, RED);
        fill(image, width / 2, 0, width - width / 2, height, BLUE);
        return image;
    }

    private static void fill(BufferedImage image, int left, int top, int width, int height, int argb) {
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                image.setRGB(x, y, argb);
            }
        }
    }

    private static byte[] file(BufferedImage image, String format) throws IOException {
        var bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private static byte[] webp(BufferedImage image, CompressionType type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByMIMEType("image/webp").next();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            var param = new WebPWriteParam(Locale.ROOT);
            param.setCompressionType(type);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        }
        return bytes.toByteArray();
    }

    private static byte[] withSegment(byte[] jpeg, int marker, byte[] data) {
        return ByteBuffer.allocate(jpeg.length + data.length + 4)
                .put(jpeg, 0, 2)
                .putShort((short) (0xFF00 | marker))
                .putShort((short) (data.length + 2))
                .put(data)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] pngChunk(String type, byte[] data) {
        var chunk = ByteBuffer.allocate(data.length + 12)
                .putInt(data.length)
                .put(type.getBytes(ISO_8859_1))
                .put(data);
        var crc = new CRC32();
        crc.update(chunk.array(), 4, data.length + 4);
        return chunk.putInt((int) crc.getValue()).array();
    }

    private static void assertColor(BufferedImage image, int x, int y, int expected) {
        var seen = new Color(image.getRGB(x, y));
        var wanted = new Color(expected);
        assertThat(Math.abs(seen.getRed() - wanted.getRed())
                        + Math.abs(seen.getGreen() - wanted.getGreen())
                        + Math.abs(seen.getBlue() - wanted.getBlue()))
                .as("%s at %d, %d instead of %s", seen, x, y, wanted)
                .isLessThan(20);
    }
}
