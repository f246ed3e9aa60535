package io.sluice.imaging.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.command.Rejection;
import io.sluice.image.ImageFormat;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import io.sluice.imaging.fixture.TiffBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CellPoolTest {

    private static final CellPool.Heaps HEAPS = new CellPool.Heaps(96L << 20, 160L << 20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void oneWarmProcessServesOneConversionAfterTheOther() throws Exception {
        try (var pool = CellPool.start(2, HEAPS, 1, PATIENCE)) {
            assertThat(pool.pids()).isEmpty();
            for (int i = 0; i < 3; i++) {
                assertThat(convert(pool, small("ünï" + i), Target.PNG)).isInstanceOf(Conversion.Converted.class);
            }
            assertThat(pool.pids()).hasSize(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aDecodeThatHangsIsKilledAtItsDeadlineAndNeighboursGoOn() throws Exception {
        Path hanging = pipe();
        try (var pool = CellPool.start(2, HEAPS, 1, Duration.ofSeconds(6));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Conversion> stuck = callers.submit(() -> convert(pool, hanging, Target.PNG));
            assertThat(convert(pool, small("neighbour"), Target.PNG)).isInstanceOf(Conversion.Converted.class);

            assertThat(detail(stuck.get())).contains("longer than 6 seconds");
            assertThat(convert(pool, small("after"), Target.PNG)).isInstanceOf(Conversion.Converted.class);
            assertThat(pool.pids()).hasSize(1);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProcessThatDiesCostsItsOwnImageOnly() throws Exception {
        Path hanging = pipe();
        try (var pool = CellPool.start(1, HEAPS, 1, PATIENCE);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Conversion> doomed = callers.submit(() -> convert(pool, hanging, Target.PNG));
            await().until(() -> !pool.pids().isEmpty());
            for (long pid : pool.pids()) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }

            assertThat(detail(doomed.get())).contains("crashed");
            assertThat(convert(pool, small("after"), Target.PNG)).isInstanceOf(Conversion.Converted.class);
        }
    }

    @Test
    void anImageThatNeedsMoreMemoryThanACellHasIsRefused() throws Exception {
        // JPEG inside TIFF is decoded as a whole
        var tiff = new TiffBytes(ByteOrder.BIG_ENDIAN, 8000, 8000)
                .samples(3, 8)
                .with(262, 2)
                .with(259, 7);
        Path large = Files.write(
                directory.resolve("large"), tiff.strip(new byte[100]).bytes());
        try (var pool = CellPool.start(1, HEAPS, 1, PATIENCE)) {
            assertThat(detail(convert(pool, large, Target.PNG))).contains("more memory");
            assertThat(convert(pool, small("after"), Target.PNG)).isInstanceOf(Conversion.Converted.class);
        }
    }

    @Test
    void aJpegIsWrittenInLessMemoryThanThePixelsTake() throws Exception {
        Path large = sparse(9000, 6000);
        try (var pool = CellPool.start(1, HEAPS, 2, PATIENCE)) {
            assertThat(convert(pool, large, Target.JPEG)).isInstanceOf(Conversion.Converted.class);
        }
    }

    @Test
    void anImageThatMustBeInMemoryGetsALargerProcessOfItsOwn() throws Exception {
        var pixels = new byte[2000 * 2000 * 4];
        var tiff = new TiffBytes(ByteOrder.BIG_ENDIAN, 2000, 2000)
                .samples(4, 8)
                .with(262, 2)
                .with(338, 2)
                .strip(pixels);
        Path transparent = Files.write(directory.resolve("transparent"), tiff.bytes());
        try (var pool = CellPool.start(1, HEAPS, 1, PATIENCE)) {
            assertThat(convert(pool, transparent, Target.JPEG))
                    .isInstanceOfSatisfying(
                            Conversion.Converted.class,
                            converted -> assertThat(converted.format()).isEqualTo(ImageFormat.WEBP));
            assertThat(pool.pids()).isEmpty();
            assertThat(convert(pool, small("after"), Target.PNG)).isInstanceOf(Conversion.Converted.class);
        }
    }

    @Test
    void moreCallersThanCellsWaitForOneAnother() throws Exception {
        try (var pool = CellPool.start(1, HEAPS, 1, PATIENCE);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Conversion>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Path source = small("caller" + i);
                results.add(callers.submit(() -> convert(pool, source, Target.PNG)));
            }
            for (var result : results) {
                assertThat(result.get()).isInstanceOf(Conversion.Converted.class);
            }
            assertThat(pool.pids()).hasSize(1);
        }
    }

    @Test
    void aFileThatIsNotThereIsNoFaultOfTheImage() throws Exception {
        try (var pool = CellPool.start(1, HEAPS, 1, PATIENCE)) {
            assertThatThrownBy(() -> convert(pool, directory.resolve("absent"), Target.PNG))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("absent");
        }
    }

    private Conversion convert(CellPool pool, Path source, Target target) throws Exception {
        Path destination = directory.resolve(source.getFileName() + ".out");
        return pool.convert(source, ImageFormat.TIFF, target, destination, 225_000_000, Extent.SAMPLE);
    }

    private Path small(String name) throws IOException {
        byte[] tiff =
                new TiffBytes(ByteOrder.BIG_ENDIAN, 10, 10).strip(new byte[100]).bytes();
        return Files.write(directory.resolve(name), tiff);
    }

    /// All black; takes hardly any room on a disk.
    private Path sparse(int width, int height) throws IOException {
        long length = 3L * width * height;
        var tiff =
                new TiffBytes(ByteOrder.BIG_ENDIAN, width, height).samples(3, 8).with(262, 2);
        byte[] bytes = tiff.strip(new byte[0]).hollow(length).bytes();
        Path path = Files.write(directory.resolve("sparse"), bytes);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(bytes.length + length);
        }
        return path;
    }

    private Path pipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    private static String detail(Conversion conversion) {
        return ((Rejection.ConversionFailed) ((Conversion.Refused) conversion).reason()).detail();
    }
}
