package io.sluice.imaging.psd;

import static io.sluice.imaging.fixture.IdentificationAssert.assertThatFile;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.fixture.Bytes;
import io.sluice.imaging.fixture.PsdFile;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsdParserTest {

    private static byte[] samples(int count, int last) {
        byte[] samples = new byte[count];
        Arrays.fill(samples, (byte) 255);
        samples[count - 1] = (byte) last;
        return samples;
    }

    @Test
    void readsTheHeader() {
        assertThatFile(PsdFile.psd(3, 5, 2, 8, PsdFile.RGB)
                        .resource(0x040F, new byte[9])
                        .raw(new byte[30]))
                .isImage(ImageFormat.PSD, 5, 2)
                .hasColor("rgb", 8)
                .hasIccProfile()
                .hasPages(1)
                .isOpaque();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 16, gray",
        "2, 1, 8, palette",
        "4, 4, 8, cmyk",
        "7, 5, 8, multichannel",
        "8, 1, 8, duotone",
        "9, 3, 16, lab"
    })
    void knowsColorModes(int mode, int channels, int depth, String colorSpace) {
        assertThatFile(PsdFile.psd(channels, 1, 1, depth, mode).raw(new byte[channels * depth / 8]))
                .hasColor(colorSpace, depth);
    }

    @Test
    void readsLargeDocuments() {
        assertThatFile(PsdFile.psb(1, 40_000, 1, 8, PsdFile.GRAY).raw(new byte[40_000]))
                .isImage(ImageFormat.PSD, 40_000, 1);
    }

    @Test
    void anExtraChannelIsTransparencyOnlyIfTheLayerCountIsNegative() {
        assertThatFile(PsdFile.psd(4, 2, 1, 8, PsdFile.RGB).layerCount(1).raw(samples(8, 254)))
                .isOpaque();
        assertThatFile(PsdFile.psd(4, 2, 1, 8, PsdFile.RGB).layerCount(-1).raw(samples(8, 254)))
                .isNotOpaque();
        assertThatFile(PsdFile.psd(4, 2, 1, 8, PsdFile.RGB).layerCount(-1).raw(samples(8, 255)))
                .isOpaque();
    }

    @Test
    void mergedTransparencyOfSixteenBitsIsSaidInABlock() {
        assertThatFile(PsdFile.psd(4, 1, 1, 16, PsdFile.RGB)
                        .taggedBlock("Mt16", new byte[0])
                        .raw(samples(8, 254)))
                .isNotOpaque();
        assertThatFile(PsdFile.psd(4, 1, 1, 16, PsdFile.RGB)
                        .taggedBlock("Lr16", new Bytes().u16(-3).u16(0).build())
                        .raw(samples(8, 254)))
                .isNotOpaque();
    }

    @Test
    void looksAtPackedTransparency() {
        byte[] color = {-3, 9}; // four times nine
        byte[] full = {-3, -1};
        byte[] hole = {-2, -1, 0, 7}; // three times 255, then a literal seven
        assertThatFile(PsdFile.psd(2, 4, 2, 8, PsdFile.GRAY).layerCount(-1).packed(color, color, full, full))
                .isOpaque();
        assertThatFile(PsdFile.psb(2, 4, 2, 8, PsdFile.GRAY).layerCount(-1).packed(color, color, full, hole))
                .isNotOpaque();
    }

    @Test
    void aRunMayGoBeyondItsRow() {
        byte[] color = {-7, 9};
        byte[] full = {-7, -1}; // eight times, where a row has four
        byte[] hole = {-2, -1, 3, 7, 1, 1, 1};
        assertThatFile(PsdFile.psd(2, 4, 2, 8, PsdFile.GRAY).layerCount(-1).packed(color, color, full, full))
                .isOpaque();
        assertThatFile(PsdFile.psd(2, 4, 2, 8, PsdFile.GRAY).layerCount(-1).packed(color, color, hole, full))
                .isNotOpaque();
    }

    @Test
    void aPixelOfTheTransparentColorOfAnIndexedImageIsTransparent() {
        var resource = new Bytes().u16(7).build();
        assertThatFile(PsdFile.psd(1, 2, 1, 8, PsdFile.INDEXED)
                        .resource(1047, resource)
                        .raw(new byte[] {1, 7}))
                .isNotOpaque();
        assertThatFile(PsdFile.psd(1, 2, 1, 8, PsdFile.INDEXED)
                        .resource(1047, resource)
                        .raw(new byte[] {1, 8}))
                .isOpaque();
    }

    @Test
    void refusesTooManyPixels() {
        assertThatFile(PsdFile.psb(3, 300_000, 300_000, 8, PsdFile.RGB).raw(new byte[3]))
                .hasTooManyPixels(300_000, 300_000);
    }

    @Test
    void refusesZeroHeight() {
        assertThatFile(PsdFile.psd(3, 4, 0, 8, PsdFile.RGB).raw(new byte[3])).isCorruptBecause("4 × 0 pixels");
    }

    @Test
    void refusesAnUnknownVersion() {
        byte[] file = PsdFile.psd(3, 1, 1, 8, PsdFile.RGB).raw(new byte[3]);
        file[5] = 9;
        assertThatFile(file).isCorruptBecause("its version is 9");
    }

    @Test
    void refusesAnImpossibleDepth() {
        assertThatFile(PsdFile.psd(3, 1, 1, 7, PsdFile.RGB).raw(new byte[3])).isCorruptBecause("7 bits a sample");
    }

    @Test
    void refusesTooFewChannels() {
        assertThatFile(PsdFile.psd(3, 1, 1, 8, PsdFile.CMYK).raw(new byte[4]))
                .isCorruptBecause("3 channels, too few for cmyk");
    }

    @Test
    void refusesAnImageThatIsCut() {
        assertThatFile(PsdFile.psd(3, 5, 2, 8, PsdFile.RGB).raw(new byte[29]))
                .isCorruptBecause("needs 30 bytes, 29 are left");
    }

    @Test
    void refusesASectionLongerThanTheFile() {
        byte[] file = PsdFile.psd(3, 1, 1, 8, PsdFile.RGB).raw(new byte[3]);
        file[30] = (byte) 0xFF; // length of the image resources
        assertThatFile(file).isCorruptBecause("its image resource section");
    }

    @Test
    void refusesADocumentWithoutComposite() {
        byte[] file = PsdFile.psd(3, 1, 1, 8, PsdFile.RGB).raw(new byte[0]);
        assertThatFile(Arrays.copyOf(file, file.length - 2)).isCorruptBecause("without a merged composite");
    }
}
