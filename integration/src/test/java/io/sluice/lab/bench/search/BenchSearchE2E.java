package io.sluice.lab.bench.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testsupport.CommandRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The measurement as a whole, of a few images.
class BenchSearchE2E {

    @Test
    @Tag("long")
    void measuresAServerDuringUploadsAndItsRebuild() {
        var run = bench("--rate", "5");

        assertThat(run.failure()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("publishing 1010 images of 2 organizations")
                .containsPattern("three facets +\\d+\\.\\d +\\d+\\.\\d")
                .containsPattern("[1-9]\\d* answered, 0 failed")
                .containsPattern("heap in use at the end: .* of 1 GB")
                .containsPattern("index: .* bytes an image")
                .containsPattern("index built again, server ready after ");
    }

    @Test
    void measuresProcessorTimeInThisProcess() {
        var run = bench("--in-process");

        assertThat(run.failure()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.output())
                .containsPattern("all without facets +\\d+\\.\\d +\\d+\\.\\d")
                .containsPattern("index: .* bytes an image");
    }

    private static CommandRun bench(String... arguments) {
        var all = new ArrayList<Object>(List.of("--images", 1_000, "--organizations", 2, "--rounds", 10));
        all.addAll(List.of(arguments));
        return CommandRun.of(new CommandLine(new BenchSearchCommand(Map.of())), all.toArray());
    }
}
