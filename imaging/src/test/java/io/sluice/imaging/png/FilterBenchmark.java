package io.sluice.imaging.png;

import io.sluice.imaging.fixture.Scene;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
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
import org.openjdk.jmh.annotations.Warmup;

/// Choosing and applying the filters of one band, about a megabyte: the first stage of [BandCompressor].
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterBenchmark {

    @Param
    private Scene scene;

    @Param({"rgb", "rgba", "rgb16"})
    private String samples;

    private PixelLayout layout;
    private byte[] rows;

    @Setup
    public void makeBand() {
        int count = PixelSource.bandRowsFor(Scene.layout(samples, 4000));
        layout = Scene.layout(samples, count);
        rows = scene.rows(layout);
    }

    @Benchmark
    public byte[] filter() {
        return filtered(layout, rows);
    }

    /// The filtered rows of the first band of an image.
    public static byte[] filtered(PixelLayout layout, byte[] rows) {
        var filter = BandCompressor.Band.of(layout, rows).filter(layout);
        var filtered = new byte[layout.height() * filter.filteredBytes()];
        byte[] above = {};
        for (int y = 0; y < layout.height(); y++) {
            int at = y * layout.rowBytes();
            filter.filter(rows, at, above, at - layout.rowBytes(), filtered, y * filter.filteredBytes());
            above = rows;
        }
        return filtered;
    }
}
