package io.sluice.lab.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testsupport.CommandRun;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The measurement as a whole, of a few images.
class BenchScaleE2E {

    @Test
    @Tag("long")
    void measuresOneOrganizationAndSeveral() {
        var run = CommandRun.of(
                new CommandLine(new BenchScaleCommand(Map.of())),
                "--sizes",
                400,
                "--organizations",
                4,
                "--images",
                50,
                "--warm-up",
                0,
                "--uploads",
                8,
                "--reads",
                5,
                "--copied",
                100);

        assertThat(run.failure()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("copying images: 100, from organizations: 1", "copying images: 100, from organizations: 2")
                .containsPattern("\n {20,}400 +4 × 50\n")
                .containsPattern("index of images +\\d+.*B +\\d+.*B")
                .containsPattern("restart: ready after +\\d.*s +\\d.*s")
                .containsPattern("upload, 8 at once, p50 / p99 +\\d.* / \\d.*")
                .containsPattern("page in the middle, by cursor, p50 / p99 +\\d.*s +\\d.*s")
                .containsPattern("heap after a collection +\\d.* MB +\\d.* MB")
                .containsPattern("copy-all +\\d+ images/s +\\d+ images/s");
    }
}
