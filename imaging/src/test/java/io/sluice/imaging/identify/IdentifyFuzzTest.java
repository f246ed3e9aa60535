package io.sluice.imaging.identify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.Identification.Refused;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.fixture.PngFile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided fuzzing of identification, a target for each format (docs/fuzzing.md). Without a fuzzer,
/// runs the seeds and the inputs that were found before.
class IdentifyFuzzTest {

    private static final String DURATION = "3m";

    /// Well below what a worker has, for every file alike.
    private static final long MOST_BYTES = 100L << 20;

    /// The true limit is a second; instrumented code is some times slower.
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @MethodSource("pngSeeds")
    @FuzzTest(maxDuration = DURATION)
    void png(byte[] file) {
        // a fuzzer does not guess checksums
        check(PngFile.withChecksums(file));
    }

    static Stream<byte[]> pngSeeds() {
        return seeds(Sample.PNG, Sample.PALETTE_PNG, Sample.APNG);
    }

    @MethodSource("jpegSeeds")
    @FuzzTest(maxDuration = DURATION)
    void jpeg(byte[] file) {
        check(file);
    }

    static Stream<byte[]> jpegSeeds() {
        return seeds(Sample.JPEG);
    }

    @MethodSource("gifSeeds")
    @FuzzTest(maxDuration = DURATION)
    void gif(byte[] file) {
        check(file);
    }

    static Stream<byte[]> gifSeeds() {
        return seeds(Sample.GIF);
    }

    @MethodSource("webpSeeds")
    @FuzzTest(maxDuration = DURATION)
    void webp(byte[] file) {
        check(file);
    }

    static Stream<byte[]> webpSeeds() {
        return seeds(Sample.LOSSY_WEBP, Sample.ANIMATED_WEBP);
    }

    @MethodSource("tiffSeeds")
    @FuzzTest(maxDuration = DURATION)
    void tiff(byte[] file) {
        check(file);
    }

    static Stream<byte[]> tiffSeeds() {
        return seeds(Sample.TIFF, Sample.DEFLATED_TIFF, Sample.LZW_TIFF);
    }

    @MethodSource("psdSeeds")
    @FuzzTest(maxDuration = DURATION)
    void psd(byte[] file) {
        check(file);
    }

    static Stream<byte[]> psdSeeds() {
        return seeds(Sample.PSD, Sample.PSB);
    }

    @MethodSource("heifSeeds")
    @FuzzTest(maxDuration = DURATION)
    void heif(byte[] file) {
        check(file);
    }

    static Stream<byte[]> heifSeeds() {
        return seeds(Sample.HEIC, Sample.AVIF_SEQUENCE);
    }

    @MethodSource("jxlSeeds")
    @FuzzTest(maxDuration = DURATION)
    void jxl(byte[] file) {
        check(file);
    }

    static Stream<byte[]> jxlSeeds() {
        return seeds(Sample.JXL, Sample.JXL_CONTAINER);
    }

    @MethodSource("epsSeeds")
    @FuzzTest(maxDuration = DURATION)
    void eps(byte[] file) {
        check(file);
    }

    static Stream<byte[]> epsSeeds() {
        return seeds(Sample.EPS);
    }

    @MethodSource("pdfSeeds")
    @FuzzTest(maxDuration = DURATION)
    void pdf(byte[] file) {
        check(file);
    }

    static Stream<byte[]> pdfSeeds() {
        return seeds(Sample.PDF, Sample.PACKED_PDF);
    }

    @MethodSource("svgSeeds")
    @FuzzTest(maxDuration = DURATION)
    void svg(byte[] file) {
        check(file);
    }

    static Stream<byte[]> svgSeeds() {
        return seeds(Sample.SVG);
    }

    private static Stream<byte[]> seeds(Sample... samples) {
        return Arrays.stream(samples).map(Sample::bytes);
    }

    private static void check(byte[] file) {
        if (file.length == 0) {
            return;
        }
        var effort = Effort.toIdentify(file);
        if (effort.allocated() >= MOST_BYTES) {
            // what a fuzzer allocates to instrument classes on their first use counts, too
            effort = Effort.toIdentify(file);
        }
        assertThat(effort.allocated()).as("bytes allocated").isLessThan(MOST_BYTES);
        assertThat(effort.time()).as("processor time").isLessThan(LONGEST);
        switch (effort.result()) {
            case Identified image -> checkPossible(image);
            case Refused(var reason) ->
                assertThat(reason)
                        .isInstanceOfAny(
                                Rejection.CorruptImage.class,
                                Rejection.UnsupportedFormat.class,
                                Rejection.TooManyPixels.class);
        }
    }

    private static void checkPossible(Identified image) {
        assertThat(image.width()).isPositive();
        assertThat(image.height()).isPositive();
        assertThat(image.frames()).isPositive();
        assertThat(image.orientation()).isBetween(1, 8);
        assertThat(image.pixels().bitDepth()).isBetween(1, 64);
        var exempt = List.of(ImageFormat.JPEG, ImageFormat.WEBP, ImageFormat.SVG, ImageFormat.EPS, ImageFormat.PDF);
        if (!exempt.contains(image.format())) {
            assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(ImageLimits.DEFAULTS.maxPixels());
        }
    }
}
