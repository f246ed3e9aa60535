package io.sluice.imaging.crosscheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.fixture.PsdBytes;
import io.sluice.imaging.fixture.TiffBytes;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrosscheckTest {

    private static final int WIDTH = 30;
    private static final int HEIGHT = 40;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void theSamePixelsAreNoDifference(Extent extent) throws IOException {
        byte[] rgb = noise(3);
        assertThat(difference(ImageFormat.TIFF, tiff(rgb), Channels.RGB, 8, rgb, extent))
                .isNull();
    }

    @Test
    void anyOtherSampleIsADifferenceWhenAllRowsAreRead() throws IOException {
        byte[] rgb = noise(3);
        var random = new Random(1);
        for (int i = 0; i < 50; i++) {
            byte[] other = rgb.clone();
            other[random.nextInt(other.length)] ^= 0x40;
            assertThat(difference(ImageFormat.TIFF, tiff(rgb), Channels.RGB, 8, other, Extent.ALL))
                    .contains("other colours at pixel");
        }
    }

    @Test
    void aSampleHasRowsOfTheBeginningAndTheEnd() throws IOException {
        byte[] rgb = noise(3);
        for (int y : new int[] {0, 1, 35, 36}) {
            byte[] other = rgb.clone();
            other[y * WIDTH * 3 + 7] ^= 0x40;
            assertThat(difference(ImageFormat.TIFF, tiff(rgb), Channels.RGB, 8, other, Extent.SAMPLE))
                    .contains("pixel 2, " + y);
        }
    }

    @Test
    void otherAlphaIsADifference() throws IOException {
        byte[] rgba = noise(4);
        byte[] file = new TiffBytes(ByteOrder.BIG_ENDIAN, WIDTH, HEIGHT)
                .samples(4, 8)
                .with(262, 2)
                .with(338, 2)
                .strip(rgba)
                .bytes();
        byte[] other = rgba.clone();
        other[3] ^= 0x40;

        assertThat(difference(ImageFormat.TIFF, file, Channels.RGBA, 8, rgba, Extent.ALL))
                .isNull();
        assertThat(difference(ImageFormat.TIFF, file, Channels.RGBA, 8, other, Extent.ALL))
                .contains("other alpha at pixel 0, 0");
    }

    @Test
    void ofFloatingPointTheRatiosAreCompared() throws IOException {
        var floats = ByteBuffer.allocate(4 * WIDTH * HEIGHT);
        var scaled = ByteBuffer.allocate(2 * WIDTH * HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            floats.putFloat(i / 4f);
            scaled.putShort((short) (i * 50));
        }
        byte[] file = new TiffBytes(ByteOrder.BIG_ENDIAN, WIDTH, HEIGHT)
                .samples(1, 32)
                .with(339, 3)
                .strip(floats.array())
                .bytes();
        byte[] other = scaled.array().clone();
        other[200] ^= 0x40;

        assertThat(difference(ImageFormat.TIFF, file, Channels.GRAY, 16, scaled.array(), Extent.ALL))
                .isNull();
        assertThat(difference(ImageFormat.TIFF, file, Channels.GRAY, 16, other, Extent.ALL))
                .contains("ratios");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherPixelsOfAPsdAreADifference(boolean packed) throws IOException {
        byte[] gray = noise(1);
        var psd = new PsdBytes(false, WIDTH, HEIGHT, 8, 1).plane(gray);
        byte[] file = (packed ? psd.packed() : psd).bytes();
        byte[] other = gray.clone();
        other[WIDTH * HEIGHT - 1] ^= 0x40;

        assertThat(difference(ImageFormat.PSD, file, Channels.GRAY, 8, gray, Extent.ALL))
                .isNull();
        assertThat(difference(ImageFormat.PSD, file, Channels.GRAY, 8, other, Extent.SAMPLE))
                .contains("pixel 29, 39");
    }

    @Test
    void whatOnlyOneDecoderReadsIsADifference() throws IOException {
        assertThat(difference(ImageFormat.TIFF, new byte[100], Channels.GRAY, 8, noise(1), Extent.SAMPLE))
                .isEqualTo("only one decoder can read it");
    }

    @Test
    void anotherSizeIsADifference() throws IOException {
        byte[] file = new TiffBytes(ByteOrder.BIG_ENDIAN, WIDTH, 1)
                .strip(new byte[WIDTH])
                .bytes();

        assertThat(difference(ImageFormat.TIFF, file, Channels.GRAY, 8, noise(1), Extent.SAMPLE))
                .contains("another size");
    }

    private @Nullable String difference(
            ImageFormat format, byte[] file, Channels channels, int bits, byte[] rows, Extent extent)
            throws IOException {
        var layout = new PixelLayout(WIDTH, HEIGHT, channels, bits);
        Path path = Files.write(directory.resolve("file"), file);
        try (var crosscheck = Crosscheck.of(path, format, layout, extent)) {
            for (int y = 0; y < HEIGHT; y += 7) {
                int count = Math.min(7, HEIGHT - y);
                int from = y * layout.rowBytes();
                crosscheck.rows(Arrays.copyOfRange(rows, from, from + count * layout.rowBytes()), y, count);
            }
            return crosscheck.difference();
        }
    }

    /// Strips of five rows.
    private static byte[] tiff(byte[] rgb) {
        var tiff = new TiffBytes(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT)
                .samples(3, 8)
                .with(262, 2)
                .longs(278, 5)
                .lzw();
        for (int y = 0; y < HEIGHT; y += 5) {
            tiff.strip(Arrays.copyOfRange(rgb, y * WIDTH * 3, (y + 5) * WIDTH * 3));
        }
        return tiff.bytes();
    }

    private static byte[] noise(int samples) {
        var bytes = new byte[WIDTH * HEIGHT * samples];
        new Random(samples).nextBytes(bytes);
        return bytes;
    }
}
