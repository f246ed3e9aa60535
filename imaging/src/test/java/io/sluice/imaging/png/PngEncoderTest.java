package io.sluice.imaging.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.imaging.fixture.RandomPixels;
import io.sluice.imaging.pixels.Annotations;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.Density;
import io.sluice.imaging.pixels.IccProfile;
import io.sluice.imaging.pixels.PixelDigest;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.pixels.Reduction;
import io.sluice.imaging.pixels.UndecodableException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PngEncoderTest {

    private static final int ROUNDS = 12;

    static Stream<Arguments> layouts() {
        return Stream.of(
                Arguments.of(Channels.GRAY, 1),
                Arguments.of(Channels.GRAY, 2),
                Arguments.of(Channels.GRAY, 4),
                Arguments.of(Channels.GRAY, 8),
                Arguments.of(Channels.GRAY, 16),
                Arguments.of(Channels.GRAY_ALPHA, 8),
                Arguments.of(Channels.GRAY_ALPHA, 16),
                Arguments.of(Channels.RGB, 8),
                Arguments.of(Channels.RGB, 16),
                Arguments.of(Channels.RGBA, 8),
                Arguments.of(Channels.RGBA, 16),
                Arguments.of(Channels.INDEXED, 1),
                Arguments.of(Channels.INDEXED, 2),
                Arguments.of(Channels.INDEXED, 4),
                Arguments.of(Channels.INDEXED, 8));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void anotherReaderSeesEverySampleOfRandomImages(Channels channels, int bits) throws Exception {
        var random = new Random(channels.count() * 100L + bits);
        for (int round = 0; round < ROUNDS; round++) {
            var layout = RandomPixels.layout(channels, bits, 1 + random.nextInt(300), 1 + random.nextInt(200), random);
            var pixels = new RandomPixels(layout, 1 + random.nextInt(layout.height()), random.nextBoolean(), random);

            byte[] png = encode(pixels, Annotations.NONE, 1 + random.nextInt(4));

            assertThat(samplesSeenByImageIo(png)).as("%s", layout).isEqualTo(samplesOf(pixels));
            assertThat(PngVerifier.digest(new ByteArrayInputStream(png), layout.digestBits()))
                    .as("%s", layout)
                    .isEqualTo(digest(pixels));
        }
    }

    @Test
    void writesTheSameBytesWhateverTheNumberOfThreads() throws Exception {
        var layout = new PixelLayout(1500, 1000, Channels.RGB, 8);
        var pixels = new RandomPixels(layout, 64, true, new Random(1));

        byte[] alone = encode(pixels, Annotations.NONE, 1);

        for (int threads = 2; threads <= 8; threads *= 2) {
            assertThat(encode(pixels, Annotations.NONE, threads)).isEqualTo(alone);
        }
    }

    @Test
    void carriesProfileDensityAndOrientation() throws Exception {
        var layout = new PixelLayout(3, 2, Channels.RGB, 8);
        var pixels = new RandomPixels(layout, 2, true, new Random(2));
        var icc = new IccProfile(new byte[] {1, 2, 3});

        byte[] png = encode(pixels, new Annotations(icc, false, Density.perInch(300, 150), 6), 1);

        var reader = ImageIO.getImageReadersByFormatName("png").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(png)));
        var metadata = reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
        var children = Stream.iterate(metadata.getFirstChild(), n -> n != null, org.w3c.dom.Node::getNextSibling)
                .map(org.w3c.dom.Node::getNodeName)
                .toList();
        assertThat(children).contains("iCCP", "pHYs");
        assertThat(new String(png, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("eXIfMM\0*");
    }

    @Test
    void aFailingSourceFailsTheEncodingWithItsOwnReason() {
        var layout = new PixelLayout(100, 100, Channels.GRAY, 8);
        var pixels = new FailingPixels(layout);

        assertThatThrownBy(() -> encode(pixels, Annotations.NONE, 2))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("row 50 is damaged");
    }

    private record FailingPixels(PixelLayout layout) implements PixelSource {
        @Override
        public int bandRows() {
            return 10;
        }

        @Override
        public boolean concurrent() {
            return true;
        }

        @Override
        public byte[] band(int index) throws IOException {
            if (index == 5) {
                throw new UndecodableException("row 50 is damaged");
            }
            return new byte[1000];
        }

        @Override
        public void close() {}
    }

    private static byte[] encode(PixelSource pixels, Annotations annotations, int threads) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            new PngEncoder(pool, threads)
                    .encode(pixels, Reduction.none(pixels.layout()), annotations, out, (rows, count) -> {});
        }
        return out.toByteArray();
    }

    private static String digest(RandomPixels pixels) {
        var digest = new PixelDigest(pixels.layout(), pixels.layout().digestBits());
        digest.update(pixels.rows(), 0, pixels.layout().height());
        return digest.hex();
    }

    private static int[] samplesSeenByImageIo(byte[] png) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        var raster = image.getRaster();
        return raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
    }

    private static int[] samplesOf(RandomPixels pixels) {
        PixelLayout layout = pixels.layout();
        int perRow = layout.width() * layout.channels().count();
        var samples = new int[perRow * layout.height()];
        int mask = (1 << layout.bits()) - 1;
        for (int y = 0, i = 0; y < layout.height(); y++) {
            for (int x = 0; x < perRow; x++, i++) {
                int bit = x * layout.bits();
                int at = y * layout.rowBytes() + bit / 8;
                samples[i] = layout.bits() == 16
                        ? (pixels.rows()[at] & 0xFF) << 8 | (pixels.rows()[at + 1] & 0xFF)
                        : pixels.rows()[at] >> (8 - layout.bits() - bit % 8) & mask;
            }
        }
        return samples;
    }
}
