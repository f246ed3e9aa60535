package io.sluice.lab.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.bench.load.Measurement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void hasAColumnForEachServer() {
        var small = new Figures("10,000");
        small.put("copy-all", "900 images/s");
        new Cost(new Measurement(new long[] {4_000_000, 2_000_000}, Duration.ofMillis(6)), Duration.ofMillis(3))
                .putInto(small, "first page");
        var large = new Figures("1,000,000");
        large.put("first page, server CPU", "5.0 ms");

        assertThat(Figures.table(List.of(small, large)).lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        " 10,000 1,000,000",
                        "copy-all 900 images/s",
                        "first page, p50 / p99 2.0 ms / 4.0 ms",
                        "first page, server CPU 3.0 ms 5.0 ms");
    }
}
