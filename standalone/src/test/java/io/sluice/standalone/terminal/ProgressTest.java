package io.sluice.standalone.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The lines of a long command that is not on a terminal.
class ProgressTest {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Progress.Lines progress = new Progress.Lines(new PrintStream(output, true, UTF_8), "ingest", 0);

    @Test
    void tellsNoRemainingTimeAfterOneOfMany() {
        progress.expect(14_537);

        progress.step(TimeUnit.SECONDS.toNanos(10));

        assertThat(lines()).containsExactly("ingest: 1 of 14537, 0/s");
    }

    @Test
    void tellsTheRemainingTimeAtTheRecentRate() {
        progress.expect(1_000);
        // 500 at once, as if an earlier run had completed them, then 10 a second
        for (var i = 0; i < 500; i++) {
            progress.step(1);
        }
        for (var second = 1; second <= 40; second++) {
            for (var i = 0; i < 10; i++) {
                progress.step(TimeUnit.SECONDS.toNanos(second));
            }
        }

        assertThat(lines().getLast()).isEqualTo("ingest: 891 of 1000, 10/s, 10.9 s left");
    }

    @Test
    void tellsNeitherTotalNorTimeWhileTheTotalIsUnknown() {
        progress.expectMore(true);
        progress.expect(50);
        for (var second = 1; second <= 6; second++) {
            for (var i = 0; i < 10; i++) {
                progress.step(TimeUnit.SECONDS.toNanos(second));
            }
        }

        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("ingest: 41, ")
                .doesNotContain(" of ", "left");
    }

    private List<String> lines() {
        return output.toString(UTF_8).lines().toList();
    }
}
