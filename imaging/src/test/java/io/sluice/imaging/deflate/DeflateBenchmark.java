package io.sluice.imaging.deflate;

import io.sluice.imaging.fixture.Scene;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.png.FilterBenchmark;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
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

/// Deflating one filtered band, about a megabyte, beside zlib: the second stage of
/// [io.sluice.imaging.png.BandCompressor]. Each run also prints what became of the band, since a faster
/// search that finds less is easy to have.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeflateBenchmark {

    @Param
    private Scene scene;

    @Param({"rgb", "rgba", "rgb16"})
    private String samples;

    private byte[] filtered;
    private byte[] target;
    private int size;

    @Setup
    public void makeBand() {
        int count = PixelSource.bandRowsFor(Scene.layout(samples, 4000));
        PixelLayout layout = Scene.layout(samples, count);
        filtered = FilterBenchmark.filtered(layout, scene.rows(layout));
        target = new byte[2 * filtered.length];
    }

    @Benchmark
    public int ours() {
        size = BandDeflater.deflate(filtered, 0, true).size();
        return size;
    }

    @Benchmark
    public int oursThoroughly() {
        size = BandDeflater.deflateThoroughly(filtered, 0, true).size();
        return size;
    }

    @Benchmark
    public int zlib1() {
        return zlib(1);
    }

    @Benchmark
    public int zlib6() {
        return zlib(6);
    }

    @TearDown
    public void tellSize() {
        System.out.printf("%d of %d bytes, %.4f%n", size, filtered.length, (double) size / filtered.length);
    }

    private int zlib(int level) {
        var deflater = new Deflater(level, true);
        try {
            deflater.setInput(filtered);
            deflater.finish();
            size = deflater.deflate(target);
            return size;
        } finally {
            deflater.end();
        }
    }
}
