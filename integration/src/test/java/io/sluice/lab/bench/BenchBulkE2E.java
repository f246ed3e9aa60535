package io.sluice.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testsupport.CommandRun;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The measurement as a whole, of a few files.
class BenchBulkE2E {

    @Test
    @Tag("long")
    void measuresACopyAndTwoRuns() {
        var run = CommandRun.of(
                new CommandLine(new BenchBulkCommand(Map.of())), "--files", 40, "--bytes", 3_000, "--warm-up", 10);

        assertThat(run.failure()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("40 files of 3000 bytes")
                .containsPattern("copied one by one, forced to the disk +\\d.*s +\\d+ +1\\.00")
                .containsPattern("ingest +\\d.*s +\\d+ +\\d\\.\\d\\d +\\d.* ms")
                .containsPattern("ingest once more +\\d.*s +\\d+ +\\d");
    }

    @Test
    void refusesInvalidOptions() {
        var run = CommandRun.of(new CommandLine(new BenchBulkCommand(Map.of())), "--bytes", 100);

        assertThat(run.status()).isNotZero();
        assertThat(run.failure()).contains("--bytes from 2000");
    }
}
