package io.sluice.imaging.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.command.Rejection;
import io.sluice.imaging.Conversion;
import io.sluice.imaging.Target;
import io.sluice.imaging.crosscheck.Crosscheck.Extent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files that were made to hurt decoders, all given to one and the same process. One that takes more memory
/// than the heap of a usual cell would end it, and one that takes too long would have it killed.
class HostileConversionTest {

    private static final CellPool.Heaps HEAPS = new CellPool.Heaps(256L << 20, 256L << 20);

    /// Nothing takes more than a second; this leaves room for slow machines, and none for anything that hangs.
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final int MOST_PIXELS = 225_000_000;

    @TempDir
    private static Path directory;

    private static CellPool pool;
    private static Set<Long> pids;

    @BeforeAll
    static void start() throws Exception {
        pool = CellPool.start(1, HEAPS, 2, DEADLINE);
        convert(HostileSource.SOUND_TIFF);
        pids = pool.pids();
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedOrConvertedWithoutHarmToTheProcess(HostileSource file) throws Exception {
        switch (convert(file)) {
            case Conversion.Converted _ -> assertThat(file.refusal()).isNull();
            case Conversion.Refused(var reason) -> {
                assertThat(reason).isInstanceOf(Rejection.ConversionFailed.class);
                assertThat(reason.message()).contains(file.refusal() == null ? "no refusal" : file.refusal());
            }
        }
        assertThat(pool.pids()).as("the process it was given to").isEqualTo(pids);
    }

    private static Conversion convert(HostileSource file) throws IOException, InterruptedException {
        var source = Files.write(directory.resolve("source"), file.bytes());
        try (var sparse = new RandomAccessFile(source.toFile(), "rw")) {
            sparse.setLength(Math.max(sparse.length(), file.length()));
        }
        return pool.convert(
                source, file.format(), Target.PNG, directory.resolve("destination"), MOST_PIXELS, Extent.SAMPLE);
    }
}
