package io.sluice.imaging.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.fixture.IdentificationAssert;
import io.sluice.imaging.fixture.TiffBytes;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Strip lengths that are wrong, in every way and with every compression, byte order and kind of TIFF: what
/// counts is whether the file has the rows.
class StripLengthsTest {

    private static final int WIDTH = 13;
    private static final int HEIGHT = 11;
    private static final int ROWS = 4;
    private static final int ROW_BYTES = 3 * WIDTH;

    @TempDir
    private static Path directory;

    private static Converter converter;

    enum Lengths {
        RIGHT,
        MISSING,
        ZERO,
        TOO_SMALL,
        TOO_LARGE,
        TOO_FEW;

        private TiffBytes in(TiffBytes tiff) {
            return switch (this) {
                case RIGHT -> tiff;
                case MISSING -> tiff.replaced(279);
                case ZERO -> tiff.replaced(279, 0, 0, 0);
                case TOO_SMALL -> tiff.replaced(279, 1, 2, 3);
                case TOO_LARGE -> tiff.replaced(279, 1 << 20, 1 << 21, 1 << 30);
                case TOO_FEW -> tiff.replaced(279, 9);
            };
        }
    }

    @BeforeAll
    static void start() {
        converter = Converter.start(1);
    }

    @AfterAll
    static void close() {
        converter.close();
    }

    @ParameterizedTest
    @EnumSource
    void decideNothing(Lengths lengths) throws Exception {
        byte[] rgb = new byte[HEIGHT * ROW_BYTES];
        new Random(3).nextBytes(rgb);
        for (var order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            for (boolean big : new boolean[] {false, true}) {
                for (int compression : new int[] {1, 5, 8, 32_773}) {
                    String what = lengths + ", " + order + ", " + big + ", compression " + compression;
                    byte[] file = lengths.in(tiff(order, big, compression, rgb)).bytes();

                    IdentificationAssert.assertThatFile(file).as(what).isImage(ImageFormat.TIFF, WIDTH, HEIGHT);
                    assertThat(converted(file, what)).as(what).isEqualTo(rgb);
                }
            }
        }
    }

    private static TiffBytes tiff(ByteOrder order, boolean big, int compression, byte[] rgb) {
        var tiff =
                new TiffBytes(order, WIDTH, HEIGHT).samples(3, 8).with(262, 2).longs(278, ROWS);
        if (big) {
            tiff.big();
        }
        switch (compression) {
            case 5 -> tiff.lzw();
            case 8 -> tiff.deflated();
            case 32_773 -> tiff.packed();
            default -> {}
        }
        for (int y = 0; y < HEIGHT; y += ROWS) {
            tiff.strip(Arrays.copyOfRange(rgb, y * ROW_BYTES, Math.min(HEIGHT, y + ROWS) * ROW_BYTES));
        }
        return tiff;
    }

    private static byte[] converted(byte[] file, String what) throws Exception {
        Path source = Files.write(directory.resolve("in"), file);
        Path target = directory.resolve("out");
        assertThat(converter.convert(
                        source, ImageFormat.TIFF, Target.PNG, target, 1 << 20, HeapLimit.ofThisProcess(), Extent.ALL))
                .as(what)
                .isInstanceOf(Conversion.Converted.class);
        int[] samples = ImageIO.read(target.toFile()).getRaster().getPixels(0, 0, WIDTH, HEIGHT, (int[]) null);
        var bytes = new byte[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) samples[i];
        }
        return bytes;
    }
}
