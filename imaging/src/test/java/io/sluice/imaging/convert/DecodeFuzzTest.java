package io.sluice.imaging.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.fixture.LayeredPsd;
import io.sluice.imaging.fixture.LayeredPsd.Packing;
import io.sluice.imaging.fixture.PsdBytes;
import io.sluice.imaging.fixture.PsdFile;
import io.sluice.imaging.fixture.TiffBytes;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/// Coverage-guided fuzzing of decoding, in this process and through to the PNG that is written and read back
/// (docs/fuzzing.md). Without a fuzzer, runs the seeds and the inputs that were found before.
class DecodeFuzzTest {

    private static final String DURATION = "3m";
    private static final long MOST_PIXELS = 1 << 16;

    @TempDir
    private static Path directory;

    private static Converter converter;

    @BeforeAll
    static void start() {
        converter = Converter.start(1);
    }

    @AfterAll
    static void close() {
        converter.close();
    }

    @MethodSource("tiffSeeds")
    @FuzzTest(maxDuration = DURATION)
    void tiff(byte[] file) throws IOException, InterruptedException {
        check(file, ImageFormat.TIFF);
    }

    static Stream<byte[]> tiffSeeds() {
        return Stream.of(
                tiff().strip(samples(60)).bytes(),
                tiff().deflated().with(317, 2).strip(samples(60)).bytes(),
                tiff().lzw().strip(samples(60)).bytes(),
                tiff().packed().strip(samples(60)).bytes(),
                new TiffBytes(ByteOrder.BIG_ENDIAN, 5, 3)
                        .big()
                        .samples(4, 16)
                        .with(262, 2)
                        .with(338, 1)
                        .strip(samples(120))
                        .bytes(),
                new TiffBytes(ByteOrder.BIG_ENDIAN, 20, 17)
                        .samples(1, 1)
                        .with(262, 0)
                        .tiled(16, 16)
                        .strip(samples(32))
                        .strip(samples(32))
                        .strip(samples(32))
                        .strip(samples(32))
                        .bytes(),
                new TiffBytes(ByteOrder.LITTLE_ENDIAN, 5, 3)
                        .samples(4, 8)
                        .with(262, 5)
                        .strip(samples(60))
                        .bytes(),
                new TiffBytes(ByteOrder.LITTLE_ENDIAN, 5, 3)
                        .samples(1, 32)
                        .with(339, 3)
                        .strip(samples(60))
                        .bytes());
    }

    private static TiffBytes tiff() {
        return new TiffBytes(ByteOrder.LITTLE_ENDIAN, 5, 3)
                .samples(4, 8)
                .with(262, 2)
                .with(338, 2);
    }

    @MethodSource("psdSeeds")
    @FuzzTest(maxDuration = DURATION)
    void psd(byte[] file) throws IOException, InterruptedException {
        check(file, ImageFormat.PSD);
    }

    static Stream<byte[]> psdSeeds() {
        return Stream.of(
                psd(false, 8, 3, 3).bytes(),
                psd(false, 8, 3, 3).packed().bytes(),
                psd(true, 16, 3, 4).layerCount(-1).bytes(),
                psd(false, 8, 4, 4).packed().bytes(),
                psd(false, 8, 9, 3).bytes(),
                psd(false, 8, 2, 1).colorTable(samples(768)).bytes(),
                psd(false, 1, 0, 1).bytes(),
                psd(false, 32, 1, 1).bytes(),
                layers(Packing.RAW),
                layers(Packing.PACKED),
                layers(Packing.DIFFERENCES));
    }

    private static byte[] layers(Packing packing) {
        var psd = new LayeredPsd(false, 5, 3, 8, PsdFile.RGB, packing);
        psd.layer(0, 0, 5, 3).filled(10, 20, 30);
        psd.beginGroup();
        psd.layer(1, 1, 2, 2).filled(1, 2, 3, 200).blend("mul ").mask(0, 0, 2, 255, 0, new byte[0], 1, 2, 3, 4);
        psd.layer(0, 0, 5, 3).filled(9, 9, 9, 100).clipped();
        psd.endGroup("pass").opacity(100);
        return psd.bytes();
    }

    private static PsdBytes psd(boolean big, int depth, int mode, int planes) {
        var psd = new PsdBytes(big, 5, 3, depth, mode);
        for (int i = 0; i < planes; i++) {
            psd.plane(samples((5 * depth + 7) / 8 * 3));
        }
        return psd;
    }

    private static byte[] samples(int count) {
        byte[] samples = new byte[count];
        for (int i = 0; i < count; i++) {
            samples[i] = (byte) (i / 3 * 37);
        }
        return samples;
    }

    private static void check(byte[] file, ImageFormat format) throws IOException, InterruptedException {
        var source = Files.write(directory.resolve("source"), file);
        // something has to choose the target, and neither format says anything by its length
        var target = file.length % 2 == 0 ? Target.PNG : Target.JPEG;
        var destination = directory.resolve("destination");
        switch (converter.convert(source, format, target, destination, MOST_PIXELS)) {
            case Conversion.Converted image -> {
                assertThat((long) image.width() * image.height()).isBetween(1L, MOST_PIXELS);
                assertThat(Files.size(destination)).isEqualTo(image.bytes());
            }
            case Conversion.Refused(var reason) -> {
                assertThat(reason).isInstanceOf(Rejection.ConversionFailed.class);
                assertThat(reason.message()).doesNotContain("differ from the source");
                assertThat(destination).doesNotExist();
            }
        }
    }
}
