package io.sluice.lab.storm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.fault.Schedule;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A storm with all faults. The logs of the services are deleted with the directory; to analyze a
/// failure, run `./sluice storm` with the printed seed.
@Tag("long")
@Order(1)
class StormE2E {

    private static final long SEED = 32;
    private static final Duration LENGTH = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(2_500);

    @TempDir
    private Path directory;

    @Test
    void losesNothingWhenEverythingFails() {
        assertThat(Schedule.of(SEED, LENGTH, PAUSE, Layout.SERVICES, true).events().stream()
                        .map(event -> event.fault().kind()))
                .as("faults of this seed")
                .contains("kill -9 broker", "kill -9 api", "kill -9 processor", "kill -9 copier");

        var exit = new CommandLine(new StormCommand())
                .setOut(new PrintWriter(System.out, true, UTF_8))
                .execute(
                        "--minutes",
                        Double.toString(LENGTH.toMillis() / 60_000.0),
                        "--seed",
                        Long.toString(SEED),
                        "--pause",
                        PAUSE.toMillis() + "ms",
                        "--rate",
                        "20",
                        "--directory",
                        directory.toString(),
                        // on a machine that builds at the same time everything takes longer
                        "--ready-within",
                        "90s");

        assertThat(exit).as("violations are in the output above").isZero();
    }
}
