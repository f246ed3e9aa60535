package io.sluice.imaging.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.IdentificationAssert;
import io.sluice.imaging.fixture.LayeredPsd;
import io.sluice.imaging.fixture.LayeredPsd.Packing;
import io.sluice.imaging.fixture.PsdFile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents without a merged image. Every conversion here compares all rows with those of the second reader.
class LayeredPsdTest {

    private static final byte[] NONE = {};

    @TempDir
    private Path directory;

    /// The expected colours were computed apart from this project, from the formulas of PDF and of psd-tools.
    @ParameterizedTest
    @CsvSource({
        "norm, 200, 60, 30",
        "dark, 100, 60, 20",
        "mul , 78, 42, 2",
        "idiv, 57, 0, 0",
        "lbrn, 45, 0, 0",
        "lite, 200, 180, 30",
        "scrn, 222, 198, 48",
        "div , 255, 235, 23",
        "lddg, 255, 240, 50",
        "over, 157, 140, 5",
        "sLit, 134, 152, 6",
        "hLit, 188, 85, 5",
        "vLit, 232, 96, 0",
        "lLit, 245, 45, 0",
        "pLit, 145, 120, 20",
        "hMix, 255, 0, 0",
        "diff, 100, 120, 10",
        "smud, 143, 155, 45",
        "fsub, 0, 120, 0",
        "fdiv, 128, 255, 170",
        "'hue ', 234, 102, 74",
        "'sat ', 98, 183, 13",
        "colr, 240, 100, 70",
        "'lum ', 67, 133, 0",
        "dkCl, 200, 60, 30",
        "lgCl, 100, 180, 20"
    })
    void colorsAreBlended(String key, int red, int green, int blue) throws Exception {
        var psd = LayeredPsd.rgb(4, 3);
        psd.layer(0, 0, 4, 3).filled(100, 180, 20);
        psd.layer(0, 0, 4, 3).filled(200, 60, 30, 255).blend((key + " ").substring(0, 4));

        int[] seen = pixel(psd, 1, 1);
        assertThat(seen[0]).isCloseTo(red, within(1));
        assertThat(seen[1]).isCloseTo(green, within(1));
        assertThat(seen[2]).isCloseTo(blue, within(1));
        assertThat(seen[3]).isEqualTo(255);
    }

    @Test
    void layersCoverEachOtherWhereTheyAre() throws Exception {
        var psd = LayeredPsd.rgb(6, 4);
        psd.layer(0, 0, 6, 4).filled(10, 20, 30);
        psd.layer(-1, -1, 3, 3).filled(200, 0, 0, 255);
        psd.layer(4, 2, 9, 9).filled(0, 200, 0, 255);
        psd.layer(0, 0, 6, 4).filled(1, 2, 3, 255).hidden();

        assertThat(pixel(psd, 1, 1)).containsExactly(200, 0, 0, 255);
        assertThat(pixel(psd, 2, 1)).containsExactly(10, 20, 30, 255);
        assertThat(pixel(psd, 5, 3)).containsExactly(0, 200, 0, 255);
    }

    @Test
    void opacityAndFillAreMultipliedWithTheAlphaOfThePixel() throws Exception {
        var psd = LayeredPsd.rgb(2, 2);
        psd.layer(0, 0, 2, 2).filled(0, 0, 0);
        psd.layer(0, 0, 2, 2).filled(255, 255, 255, 204).opacity(127).fill(51);

        // 255 × 0.8 × 0.498 × 0.2
        assertThat(pixel(psd, 0, 0)).containsExactly(20, 20, 20, 255);
    }

    @Test
    void whatNoLayerCoversIsTransparent() throws Exception {
        var psd = LayeredPsd.rgb(4, 4);
        psd.layer(1, 1, 2, 2).filled(90, 80, 70, 128);

        assertThat(pixel(psd, 0, 0)[3]).isZero();
        assertThat(pixel(psd, 1, 2)).containsExactly(90, 80, 70, 128);
    }

    @Test
    void aMaskHidesAndHasAValueOutsideOfItsArea() throws Exception {
        var psd = LayeredPsd.rgb(4, 1);
        psd.layer(0, 0, 4, 1).filled(0, 0, 0);
        psd.layer(0, 0, 4, 1).filled(255, 255, 255, 255).mask(1, 0, 2, 51, 0, NONE, 0, 255);

        assertThat(row(psd)).containsExactly(51, 0, 255, 51);
    }

    @Test
    void theDensityOfAMaskLimitsWhatItHides() throws Exception {
        var psd = LayeredPsd.rgb(2, 1);
        psd.layer(0, 0, 2, 1).filled(0, 0, 0);
        psd.layer(0, 0, 2, 1).filled(255, 255, 255, 255).mask(0, 0, 2, 0, 16, new byte[] {1, (byte) 204}, 0, 255);

        assertThat(row(psd)).containsExactly(51, 255);
    }

    @Test
    void aMaskThatIsSwitchedOffHidesNothing() throws Exception {
        var psd = LayeredPsd.rgb(2, 1);
        psd.layer(0, 0, 2, 1).filled(255, 255, 255, 255).mask(0, 0, 2, 0, 2, NONE, 0, 0);

        assertThat(row(psd)).containsExactly(255, 255);
    }

    @Test
    void aClippedLayerIsSeenWhereItsBaseIs() throws Exception {
        var psd = LayeredPsd.rgb(3, 1);
        psd.layer(0, 0, 3, 1).filled(0, 0, 0);
        psd.layer(1, 0, 1, 1).filled(100, 100, 100, 255);
        psd.layer(0, 0, 3, 1).filled(200, 200, 200, 255).clipped();
        psd.layer(0, 0, 3, 1).filled(50, 50, 50, 255).clipped().hidden();

        assertThat(row(psd)).containsExactly(0, 200, 0);
    }

    @Test
    void layersThatAreClippedToAHiddenLayerAreHidden() throws Exception {
        var psd = LayeredPsd.rgb(1, 1);
        psd.layer(0, 0, 1, 1).filled(7, 7, 7);
        psd.layer(0, 0, 1, 1).filled(100, 100, 100, 255).hidden();
        psd.layer(0, 0, 1, 1).filled(200, 200, 200, 255).clipped();

        assertThat(row(psd)).containsExactly(7);
    }

    @Test
    void aGroupIsBlendedAsOne() throws Exception {
        var psd = LayeredPsd.rgb(1, 1);
        psd.layer(0, 0, 1, 1).filled(100, 100, 100);
        psd.beginGroup();
        psd.layer(0, 0, 1, 1).filled(50, 50, 50, 255);
        psd.layer(0, 0, 1, 1).filled(60, 60, 60, 255).blend("lddg");
        psd.endGroup("norm").opacity(51);

        // a fifth of 110, four fifths of 100
        assertThat(row(psd)).containsExactly(102);
    }

    @Test
    void theLayersOfAGroupThatPassesThroughAreBlendedWithWhatIsBelowIt() throws Exception {
        for (int opacity : new int[] {255, 51}) {
            var psd = LayeredPsd.rgb(1, 1);
            psd.layer(0, 0, 1, 1).filled(100, 100, 100);
            psd.beginGroup();
            psd.layer(0, 0, 1, 1).filled(60, 60, 60, 255).blend("lddg");
            psd.endGroup("pass").opacity(opacity);

            assertThat(row(psd)).containsExactly(opacity == 255 ? 160 : 112);
        }
    }

    @Test
    void theLayersOfAHiddenGroupAreHidden() throws Exception {
        var psd = LayeredPsd.rgb(1, 1);
        psd.layer(0, 0, 1, 1).filled(100, 100, 100);
        psd.beginGroup();
        psd.layer(0, 0, 1, 1).filled(1, 1, 1, 255).block("levl", NONE);
        psd.endGroup("norm").hidden();

        assertThat(row(psd)).containsExactly(100);
    }

    @Test
    void aBackgroundMakesADocumentOpaque() {
        var psd = LayeredPsd.rgb(2, 2);
        psd.layer(0, 0, 2, 2).filled(1, 2, 3);
        psd.layer(0, 0, 2, 2).filled(1, 2, 3, 4);
        IdentificationAssert.assertThatFile(psd.bytes()).isOpaque();

        psd = LayeredPsd.rgb(2, 2);
        psd.layer(0, 0, 2, 2).filled(1, 2, 3, 4);
        IdentificationAssert.assertThatFile(psd.bytes()).isNotOpaque();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "levl, is an adjustment",
                "SoCo, is filled with a color, a gradient or a pattern",
                "vmsk, has a vector mask",
                "artb, is an artboard",
                "brst, leaves out channels",
                "lrFX, has effects",
                "wxyz, has an unknown block \"wxyz\""
            })
    void whatIsNotUnderstoodIsNotComposed(String blockAndReason) throws Exception {
        String[] parts = blockAndReason.split(", ", 2);
        var psd = LayeredPsd.rgb(1, 1);
        psd.layer(0, 0, 1, 1).filled(1, 1, 1);
        psd.layer(0, 0, 1, 1).filled(2, 2, 2, 255).block(parts[0], new byte[4]);

        assertThat(refusal(psd.bytes()))
                .isEqualTo("it was saved without a merged image, and its layer 2 " + parts[1]
                        + "; save it with \"Maximize compatibility\"");
    }

    @Test
    void effectsCountOnlyWhenTheyAreSwitchedOn() throws Exception {
        var shadow = new Bytes().text("enabbool").u8(1).build();
        var off = new Bytes()
                .text("masterFXSwitchbool")
                .u8(0)
                .text("enabbool")
                .u8(1)
                .build();
        var psd = LayeredPsd.rgb(1, 1);
        psd.layer(0, 0, 1, 1).filled(8, 8, 8).block("lfx2", off).block("lrFX", NONE);
        assertThat(row(psd)).containsExactly(8);

        psd.layer(0, 0, 1, 1).filled(9, 9, 9, 255).block("lfx2", shadow);
        assertThat(refusal(psd.bytes())).contains("its layer 2 has effects");
    }

    @Test
    void aLayerDissolvesOnlyWhereItIsPartlyTransparent() throws Exception {
        var psd = LayeredPsd.rgb(1, 1);
        psd.layer(0, 0, 1, 1).filled(8, 8, 8);
        psd.layer(0, 0, 1, 1).filled(9, 9, 9, 255).blend("diss");
        assertThat(row(psd)).containsExactly(9);

        psd.layer(0, 0, 1, 1).filled(9, 9, 9, 254).blend("diss");
        assertThat(refusal(psd.bytes())).contains("a layer dissolves at pixel 0, 0");
    }

    @Test
    void blendingOfSomeColorsIsNotComposed() throws Exception {
        var psd = LayeredPsd.rgb(1, 1);
        psd.layer(0, 0, 1, 1)
                .filled(8, 8, 8)
                .ranges(new Bytes().u32(0xFFFF).u32(0xFFFF).build());
        assertThat(row(psd)).containsExactly(8);

        psd.layer(0, 0, 1, 1)
                .filled(9, 9, 9, 255)
                .ranges(new Bytes().u32(0x0A_FFFF).u32(0xFFFF).build());
        assertThat(refusal(psd.bytes())).contains("its layer 2 blends only some of its color");
    }

    @Test
    void damagedLayersAreNotComposed() throws Exception {
        var psd = LayeredPsd.rgb(3, 3);
        psd.layer(0, 0, 3, 3).filled(8, 8, 8);
        byte[] sound = psd.bytes();
        for (int length = 60; length < sound.length - 30; length += 7) {
            assertThat(refusal(Arrays.copyOf(sound, length))).isNotBlank();
        }
        var random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = sound.clone();
            damaged[50 + random.nextInt(sound.length - 50)] = (byte) random.nextInt(256);
            Conversion conversion = convert(damaged);
            if (conversion instanceof Conversion.Refused refused) {
                assertThat(refused.reason().message()).doesNotContain("Exception", "java.");
            }
        }
    }

    /// Documents of any structure: both readers must see the same pixels.
    @ParameterizedTest
    @EnumSource
    void twoReadersSeeTheSamePixels(Packing packing) throws Exception {
        for (int seed = 1; seed <= 40; seed++) {
            var random = new Random(seed);
            int mode = new int[] {PsdFile.GRAY, PsdFile.RGB, PsdFile.RGB, PsdFile.CMYK}[random.nextInt(4)];
            int depth = random.nextInt(3) == 0 ? 16 : 8;
            var psd = new LayeredPsd(
                    random.nextInt(4) == 0, 1 + random.nextInt(40), 1 + random.nextInt(90), depth, mode, packing);
            fill(psd, mode, depth, 3, random);

            assertThat(convert(psd.bytes()))
                    .as("seed %d", seed)
                    .isInstanceOfSatisfying(
                            Conversion.Converted.class,
                            converted -> assertThat(converted.notes()).anyMatch(note -> note.contains("its layers")));
        }
    }

    private static void fill(LayeredPsd psd, int mode, int depth, int levels, Random random) {
        String[] keys = {"norm", "mul ", "scrn", "over", "dark", "lite", "sLit", "hLit", "lLit", "pLit", "diff", "smud"
        };
        String[] ofRgb = {"norm", "hue ", "sat ", "colr", "lum ", "dkCl", "lgCl"};
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String[] known = mode == PsdFile.RGB && random.nextBoolean() ? ofRgb : keys;
            String key = known[random.nextInt(known.length)];
            boolean base = i > 0 && !psd.endsWithGroup();
            if (levels > 0 && random.nextInt(3) == 0) {
                psd.beginGroup();
                fill(psd, mode, depth, levels - 1, random);
                masked(
                        psd.endGroup(random.nextBoolean() ? "pass" : key).opacity(255 - random.nextInt(100)),
                        depth,
                        random);
                continue;
            }
            int width = 1 + random.nextInt(40);
            int height = 1 + random.nextInt(90);
            var layer = psd.layer(random.nextInt(20) - 10, random.nextInt(20) - 10, width, height)
                    .blend(key)
                    .opacity(255 - random.nextInt(200));
            int colors = mode == PsdFile.GRAY ? 1 : mode == PsdFile.CMYK ? 4 : 3;
            for (int c = random.nextInt(3) == 0 ? 0 : -1; c < colors; c++) {
                layer.channel(c, samples(width * height, depth, random));
            }
            if (base && random.nextInt(3) == 0) {
                layer.clipped();
            }
            masked(layer, depth, random);
        }
    }

    private static void masked(LayeredPsd.Layer layer, int depth, Random random) {
        if (random.nextInt(3) > 0) {
            return;
        }
        int width = 1 + random.nextInt(20);
        byte[] density = {1, (byte) random.nextInt(256)};
        boolean dense = random.nextBoolean();
        layer.mask(
                random.nextInt(20) - 5,
                random.nextInt(20) - 5,
                width,
                random.nextBoolean() ? 255 : 0,
                dense ? 16 : 0,
                dense ? density : NONE,
                samples(width * (1 + random.nextInt(20)), depth, random));
    }

    private static int[] samples(int count, int depth, Random random) {
        int steps = 1 + random.nextInt(255);
        return random.ints(count, 0, 1 << depth)
                .map(sample -> random.nextInt(3) == 0 ? sample : sample / steps * steps)
                .toArray();
    }

    private int[] row(LayeredPsd psd) throws Exception {
        assertThat(convert(psd.bytes())).isInstanceOf(Conversion.Converted.class);
        var png = ImageIO.read(directory.resolve("out").toFile());
        var row = new int[png.getWidth()];
        for (int x = 0; x < row.length; x++) {
            row[x] = pixel(png, x, 0)[0];
        }
        return row;
    }

    private int[] pixel(LayeredPsd psd, int x, int y) throws Exception {
        assertThat(convert(psd.bytes())).isInstanceOf(Conversion.Converted.class);
        return pixel(ImageIO.read(directory.resolve("out").toFile()), x, y);
    }

    /// The samples themselves: Java takes gray for linear light.
    private static int[] pixel(BufferedImage png, int x, int y) {
        var model = png.getColorModel();
        if (model instanceof IndexColorModel) {
            int argb = png.getRGB(x, y);
            return new int[] {argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF, argb >>> 24};
        }
        int[] samples = png.getRaster().getPixel(x, y, (int[]) null);
        int colors = model.getNumColorComponents();
        return new int[] {
            samples[0],
            samples[Math.min(1, colors - 1)],
            samples[Math.min(2, colors - 1)],
            model.hasAlpha() ? samples[colors] : 255
        };
    }

    private String refusal(byte[] file) throws Exception {
        var refused = (Conversion.Refused) convert(file);
        return ((Rejection.ConversionFailed) refused.reason()).detail();
    }

    private Conversion convert(byte[] file) throws IOException, InterruptedException {
        Path source = Files.write(directory.resolve("in"), file);
        try (var converter = Converter.start(1)) {
            return converter.convert(
                    source,
                    ImageFormat.PSD,
                    Target.PNG,
                    directory.resolve("out"),
                    1 << 20,
                    HeapLimit.ofThisProcess(),
                    Extent.ALL);
        }
    }
}
