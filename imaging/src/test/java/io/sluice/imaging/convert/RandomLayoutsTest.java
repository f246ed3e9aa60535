package io.sluice.imaging.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Identification;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.fixture.IdentificationAssert;
import io.sluice.imaging.fixture.PsdBytes;
import io.sluice.imaging.fixture.TiffLayout;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random layouts of TIFF and PSD with known pixels: identification, conversion and the known pixels must
/// agree.
///
/// `-Dsluice.test.layouts=100000` tries more of them; a failure names the seed, which `-Dsluice.test.seed`
/// repeats.
class RandomLayoutsTest {

    private static final int COUNT = Integer.getInteger("sluice.test.layouts", 300);
    private static final long SEED = Long.getLong("sluice.test.seed", 1);

    /// Of samples of more than 8 bits, and of others, which are rounded to 8; of 65,535.
    private static final int EXACT = 1;

    private static final int EIGHT_BITS = 130;
    /// Where colours are divided or multiplied.
    private static final int COMPUTED = 400;

    @TempDir
    private Path directory;

    @Test
    void everyLayoutOfTiffHasThePixelsThatWereWritten() throws Exception {
        try (var converter = Converter.start(1)) {
            for (long seed = SEED; seed < SEED + COUNT; seed++) {
                var random = new Random(seed);
                var layout = TiffLayout.of(random);
                double[] values = layout.values(random);
                int[] colors = layout.photometric() == 3 ? layout.colorMap(random) : new int[0];
                var expected = new int[layout.width() * layout.height()][];
                for (int p = 0; p < expected.length; p++) {
                    expected[p] = expected(layout, values, p * layout.samples(), colors);
                }
                check(
                        converter,
                        ImageFormat.TIFF,
                        layout.bytes(values, colors),
                        layout.width(),
                        expected,
                        tolerance(layout),
                        "seed " + seed + ": " + layout);
            }
        }
    }

    /// Proves the writer of these tests, by a reader of another project.
    @Test
    void anotherReaderSeesThePixelsOfUsualLayoutsToo() throws Exception {
        int read = 0;
        for (long seed = SEED; seed < SEED + 20L * COUNT; seed++) {
            var random = new Random(seed);
            var layout = TiffLayout.of(random);
            if (!layout.usual()) {
                continue;
            }
            double[] values = layout.values(random);
            var reader = new TIFFImageReaderSpi().createReaderInstance(null);
            try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(layout.bytes(values, new int[0])))) {
                reader.setInput(in);
                var raster = reader.read(0).getRaster();
                for (int i = 0; i < values.length; i++) {
                    int pixel = i / layout.samples();
                    assertThat(raster.getSample(pixel % layout.width(), pixel / layout.width(), i % layout.samples()))
                            .as("seed %d: %s, sample %d", seed, layout, i)
                            .isEqualTo((int) layout.stored(values[i]));
                }
            } finally {
                reader.dispose();
            }
            read++;
        }
        assertThat(read).isGreaterThan(COUNT / 10);
    }

    @Test
    void everyLayoutOfPsdHasThePixelsThatWereWritten() throws Exception {
        try (var converter = Converter.start(1)) {
            for (long seed = SEED; seed < SEED + COUNT / 4; seed++) {
                psd(converter, seed);
            }
        }
    }

    private void psd(Converter converter, long seed) throws Exception {
        var random = new Random(seed);
        int mode = new int[] {1, 3, 4}[random.nextInt(3)];
        int colors = mode == 1 ? 1 : mode;
        int depth = random.nextBoolean() ? 8 : 16;
        int channels = colors + random.nextInt(3);
        boolean transparency = random.nextBoolean();
        int width = 1 + random.nextInt(30);
        int height = 1 + random.nextInt(20);
        var psd = new PsdBytes(random.nextInt(4) == 0, width, height, depth, mode).layerCount(transparency ? -1 : 1);
        switch (random.nextInt(3)) {
            case 0 -> psd.packed();
            case 1 -> psd.zipped(false);
            default -> {}
        }
        int largest = (1 << depth) - 1;
        boolean opaque = random.nextInt(3) == 0;
        var values = new int[channels][width * height];
        for (int c = 0; c < channels; c++) {
            var plane = new byte[width * height * depth / 8];
            for (int p = 0; p < width * height; p++) {
                values[c][p] = c == colors && opaque ? largest : random.nextInt(largest + 1);
                for (int b = 0; b < depth / 8; b++) {
                    plane[p * depth / 8 + b] = (byte) (values[c][p] >> (depth - 8 - 8 * b));
                }
            }
            psd.plane(plane);
        }
        var expected = new int[width * height][];
        for (int p = 0; p < expected.length; p++) {
            var rgba = new int[4];
            for (int c = 0; c < 3; c++) {
                double color = values[Math.min(c, colors - 1)][p] / (double) largest;
                rgba[c] = full(mode == 4 ? color * values[3][p] / largest : color);
            }
            rgba[3] = transparency && channels > colors ? full(values[colors][p] / (double) largest) : 65_535;
            expected[p] = rgba;
        }
        check(
                converter,
                ImageFormat.PSD,
                psd.bytes(),
                width,
                expected,
                mode == 4 ? COMPUTED : depth == 8 ? EIGHT_BITS : EXACT,
                "seed " + seed + ": mode " + mode + ", " + channels + " channels of " + depth + " bits");
    }

    private static int tolerance(TiffLayout layout) {
        if (layout.premultiplied() || layout.photometric() == 5) {
            return COMPUTED;
        }
        return layout.bits() > 8 ? EXACT : EIGHT_BITS;
    }

    /// Red, green, blue and alpha of a pixel, 16 bits each.
    private static int[] expected(TiffLayout layout, double[] values, int at, int[] colors) {
        double alpha = layout.alpha() < 0 ? 1 : values[at + layout.alpha()];
        var rgba = new int[4];
        for (int c = 0; c < 3; c++) {
            rgba[c] = switch (layout.photometric()) {
                case 2 -> full(divided(layout, values[at + c], alpha));
                case 3 -> {
                    int color = colors[(int) layout.stored(values[at])];
                    yield (color >> (16 - 8 * c) & 0xFF) * 257;
                }
                case 5 ->
                    full((1 - divided(layout, values[at + c], alpha)) * (1 - divided(layout, values[at + 3], alpha)));
                case 0 -> full(divided(layout, 1 - values[at], alpha));
                default -> full(divided(layout, values[at], alpha));
            };
        }
        rgba[3] = full(alpha);
        return rgba;
    }

    private static double divided(TiffLayout layout, double color, double alpha) {
        return !layout.premultiplied() ? color : alpha == 0 ? 0 : Math.min(1, color / alpha);
    }

    private static int full(double value) {
        return (int) Math.round(value * 65_535);
    }

    private void check(
            Converter converter,
            ImageFormat format,
            byte[] file,
            int width,
            int[][] expected,
            int tolerance,
            String what)
            throws Exception {
        boolean opaque = true;
        for (int[] pixel : expected) {
            opaque &= pixel[3] == 65_535;
        }
        Path source = Files.write(directory.resolve("in"), file);
        Path target = directory.resolve("out");
        var identification = IdentificationAssert.identify(file);
        if (!(identification instanceof Identification.Identified identified)) {
            fail(what + ": " + identification);
            return;
        }
        assertThat(identified.pixels().opaque()).as("identified: %s", what).isEqualTo(opaque);
        var conversion =
                converter.convert(source, format, Target.PNG, target, 1 << 20, HeapLimit.ofThisProcess(), Extent.ALL);
        if (!(conversion instanceof Conversion.Converted converted)) {
            fail(what + ": " + conversion);
            return;
        }
        assertThat(converted.opaque()).as("converted: %s", what).isEqualTo(opaque);
        var png = ImageIO.read(target.toFile());
        for (int p = 0; p < expected.length; p++) {
            int[] seen = pixel(png, p % width, p / width);
            for (int c = 0; c < 4; c++) {
                // the less alpha, the coarser are the colours that were multiplied with it
                long allowed = tolerance == COMPUTED ? tolerance * 65_535L / Math.max(1, expected[p][3]) : tolerance;
                if (Math.abs(seen[c] - expected[p][c]) > allowed && (c == 3 || expected[p][3] > 0)) {
                    fail("%s: pixel %d, %d is %s, expected %s"
                            .formatted(
                                    what,
                                    p % width,
                                    p / width,
                                    java.util.Arrays.toString(seen),
                                    java.util.Arrays.toString(expected[p])));
                }
            }
        }
    }

    private static int[] pixel(BufferedImage png, int x, int y) {
        var model = png.getColorModel();
        if (model instanceof IndexColorModel) {
            int argb = png.getRGB(x, y);
            return new int[] {
                (argb >> 16 & 0xFF) * 257, (argb >> 8 & 0xFF) * 257, (argb & 0xFF) * 257, (argb >>> 24) * 257
            };
        }
        int[] samples = png.getRaster().getPixel(x, y, (int[]) null);
        int largest = (1 << model.getComponentSize(0)) - 1;
        int colors = model.getNumColorComponents();
        var rgba = new int[4];
        for (int c = 0; c < 3; c++) {
            rgba[c] = (int) (samples[Math.min(c, colors - 1)] * 65_535L / largest);
        }
        rgba[3] = model.hasAlpha() ? (int) (samples[colors] * 65_535L / largest) : 65_535;
        return rgba;
    }
}
