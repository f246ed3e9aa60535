package io.sluice.imaging.webp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.MemoryImageBytes;
import io.sluice.imaging.read.ByteReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pixels that libwebp encoded come out of our decoder as they went in.
class Vp8lDecoderTest {

    /// Pictures that make an encoder choose different transforms. None is entirely transparent anywhere:
    /// there, encoders change colours at will.
    enum Picture {
        TWO_COLORS((x, y) -> (x / 5 + y / 3) % 2 == 0 ? 0xFF112233 : 0x80FFFFFF),
        TEN_COLORS((x, y) -> 0xFF000000 | ((x / 4 + y) % 10) * 0x111111),
        TWO_HUNDRED_COLORS((x, y) -> 0x40000000 | (x * 7 + y * 13) % 200 * 0x010203),
        GRADIENT((x, y) -> (255 - x % 200) << 24 | (x & 255) << 16 | y << 8 | (x + y) / 2),
        REPEATING((x, y) -> 0xFF000000 | new Random((x % 16) * 31L + y % 16).nextInt(1 << 24)),
        NOISE((x, y) -> new Random(x * 1000L + y).nextInt() | 0x01000000);

        private final IntBinaryOperator colors;

        Picture(IntBinaryOperator colors) {
            this.colors = colors;
        }

        private BufferedImage image(int width, int height) {
            var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    image.setRGB(x, y, colors.applyAsInt(x, y));
                }
            }
            return image;
        }
    }

    @ParameterizedTest
    @EnumSource
    void decodesWhatLibwebpEncoded(Picture picture) throws Exception {
        for (int width : new int[] {1, 7, 130, 301}) {
            var image = picture.image(width, 97);
            assertThat(decoded(encoded(image), width, 97))
                    .as("%s of width %d", picture, width)
                    .isEqualTo(image.getRGB(0, 0, width, 97, null, 0, width));
        }
    }

    private static byte[] encoded(BufferedImage image) throws Exception {
        var out = new ByteArrayOutputStream();
        var writer = ImageIO.getImageWritersByMIMEType("image/webp").next();
        try (var stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType("Lossless");
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static int[] decoded(byte[] file, int width, int height) throws Exception {
        var buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int chunk = 12;
        while (buffer.getInt(chunk) != Integer.reverseBytes(ByteReader.code("VP8L"))) {
            chunk += 8 + buffer.getInt(chunk + 4) + (buffer.getInt(chunk + 4) & 1);
        }
        var in = new ByteReader(new MemoryImageBytes(file), ImageFormat.WEBP, new byte[0]);
        in.seek(chunk + 8 + 5);
        int[] pixels = new int[width * height];
        Vp8lDecoder.decode(new Vp8lBits(in, file.length), width, height, (row, y) -> {
            System.arraycopy(row, 0, pixels, y * width, width);
            return true;
        });
        return pixels;
    }
}
