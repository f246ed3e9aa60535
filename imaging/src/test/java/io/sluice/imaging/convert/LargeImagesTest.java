package io.sluice.imaging.convert;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.imaging.Conversion;
import io.sluice.imaging.FileImageBytes;
import io.sluice.imaging.Identification.Identified;
import io.sluice.imaging.ImageLimits;
import io.sluice.imaging.OptimizerConfig;
import io.sluice.imaging.Target;
import io.sluice.imaging.cell.Optimizer;
import io.sluice.imaging.fixture.PsdBytes;
import io.sluice.imaging.fixture.TiffBytes;
import io.sluice.imaging.identify.Identifier;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Eight images at once, any of which is larger than the heap of the processes that convert them. Isolated, because
/// it counts the child processes.
///
/// With `-Dsluice.test.megapixels=225` these are the largest that are accepted, noisy ones, and the
/// configuration is the usual one; it then prints how much memory every process took at most.
@Isolated
class LargeImagesTest {

    private static final int AT_ONCE = 8;
    private static final int MEGAPIXELS = Integer.getInteger("sluice.test.megapixels", 24);
    private static final boolean LARGEST = System.getProperty("sluice.test.megapixels") != null;
    private static final int WIDTH = (int) Math.sqrt(MEGAPIXELS * 1e6);
    private static final int HEIGHT = WIDTH;

    /// Uncompressed files of so many pixels are larger than an upload may be.
    private static final ImageLimits LIMITS =
            new ImageLimits(ImageLimits.DEFAULTS.maxPixels(), 1L << 30, ImageLimits.DEFAULTS.decodeTimeout());

    @TempDir
    private Path directory;

    @Test
    void eightAtOnceWaitForOneAnotherInsteadOfDying() throws Exception {
        var config = LARGEST
                ? OptimizerConfig.DEFAULTS
                // more cells than memory for them: what an image takes decides, not how many there may be
                : new OptimizerConfig(3, 64L << 20, 64L << 20, 2, 3L * WIDTH * HEIGHT);
        var sources = List.of(tiff(), psd());
        Set<ProcessHandle> before = children();
        var began = System.nanoTime();

        try (var optimizer = Optimizer.start(LIMITS, config);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Conversion>> results = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                var source = sources.get(i % sources.size());
                var destination = directory.resolve("result-" + i);
                results.add(callers.submit(() -> convert(optimizer, source, destination)));
            }
            var digests = new HashSet<String>();
            for (var result : results) {
                assertThat(result.get())
                        .isInstanceOfSatisfying(
                                Conversion.Converted.class, converted -> digests.add(converted.pixelDigest()));
            }

            assertThat(digests).as("the same pixels in both files").hasSize(1);
            var cells = children();
            cells.removeAll(before);
            assertThat(cells).as("only one was converted at a time").hasSize(1);
            if (LARGEST) {
                tell(cells, NANOSECONDS.toSeconds(System.nanoTime() - began));
            }
        }
    }

    private static Conversion convert(Optimizer optimizer, Path source, Path destination) throws Exception {
        try (var bytes = FileImageBytes.open(source)) {
            var identified = (Identified) new Identifier(LIMITS).identify(bytes);
            return optimizer.convert(source, identified, Target.PNG, destination);
        } finally {
            Files.deleteIfExists(destination);
        }
    }

    private Path tiff() throws IOException {
        var header = new TiffBytes(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT)
                .samples(3, 8)
                .with(262, 2)
                .strip(new byte[0])
                .hollow(3L * WIDTH * HEIGHT)
                .bytes();
        return write("large.tif", header, out -> {
            var row = new byte[3 * WIDTH];
            for (int y = 0; y < HEIGHT; y++) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = sample(i / 3, y, i % 3);
                }
                out.write(row);
            }
        });
    }

    private Path psd() throws IOException {
        var empty = new byte[0];
        var header = new PsdBytes(false, WIDTH, HEIGHT, 8, 3)
                .plane(empty)
                .plane(empty)
                .plane(empty)
                .bytes();
        return write("large.psd", header, out -> {
            var row = new byte[WIDTH];
            for (int channel = 0; channel < 3; channel++) {
                for (int y = 0; y < HEIGHT; y++) {
                    for (int x = 0; x < WIDTH; x++) {
                        row[x] = sample(x, y, channel);
                    }
                    out.write(row);
                }
            }
        });
    }

    /// A gradient, with noise that makes the largest images as hard to compress as photographs.
    private static byte sample(int x, int y, int channel) {
        int noise = LARGEST ? (x * 0x9E3779B1 ^ y * 0x85EBCA6B ^ channel * 0xC2B2AE35) >>> 29 : 0;
        return (byte) ((x >> 5) + (y >> 4) + 40 * channel + noise);
    }

    private Path write(String name, byte[] header, Pixels pixels) throws IOException {
        var file = directory.resolve(name);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(header);
            pixels.write(out);
        }
        return file;
    }

    @FunctionalInterface
    private interface Pixels {
        void write(OutputStream out) throws IOException;
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toCollection(HashSet::new));
    }

    private static void tell(Set<ProcessHandle> cells, long seconds) throws IOException {
        System.out.printf("%d images of %d × %d pixels in %d s%n", AT_ONCE, WIDTH, HEIGHT, seconds);
        System.out.printf("this process: %s%n", peak(ProcessHandle.current()));
        for (var cell : cells) {
            System.out.printf("process that converts: %s%n", peak(cell));
        }
    }

    /// Most memory that a process ever had, as Linux counts it.
    private static String peak(ProcessHandle process) throws IOException {
        var status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return "unknown";
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceFirst("VmHWM:\\s*", ""))
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
