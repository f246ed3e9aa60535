package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.HeapLimit;
import io.sluice.imaging.fixture.Scene;
import io.sluice.imaging.fixture.TiffBytes;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// Decoding a TIFF of 2.7 megapixels in strips of 32 rows, band by band, by one thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {

    private static final int ROWS = 512;
    private static final int STRIP_ROWS = 32;

    /// How the strips are compressed.
    public enum Compression {
        NONE,
        LZW,
        DEFLATE,
        PACK_BITS
    }

    @Param
    private Compression compression;

    @Param
    private Scene scene;

    @Param({"rgb", "rgb16"})
    private String samples;

    private Path file;

    @Setup
    public void writeFile() throws IOException {
        PixelLayout layout = Scene.layout(samples, ROWS);
        var tiff = new TiffBytes(ByteOrder.BIG_ENDIAN, layout.width(), ROWS)
                .with(262, 2)
                .samples(3, layout.bits())
                .with(278, STRIP_ROWS);
        switch (compression) {
            case NONE -> {}
            case LZW -> tiff.lzw();
            case DEFLATE -> tiff.deflated();
            case PACK_BITS -> tiff.packed();
        }
        byte[] rows = scene.rows(layout);
        int stripBytes = STRIP_ROWS * layout.rowBytes();
        for (int at = 0; at < rows.length; at += stripBytes) {
            tiff.strip(Arrays.copyOfRange(rows, at, at + stripBytes));
        }
        file = Files.createTempFile("decode-", ".tif");
        Files.write(file, tiff.bytes());
    }

    @Benchmark
    public void decode(Blackhole eyes) throws IOException {
        try (var image = TiffDecoder.open(file, Long.MAX_VALUE, HeapLimit.ofThisProcess())) {
            PixelSource pixels = image.pixels();
            for (int i = 0; i < pixels.bands(); i++) {
                eyes.consume(pixels.band(i));
            }
        }
    }

    @TearDown
    public void removeFile() throws IOException {
        Files.delete(file);
    }
}
