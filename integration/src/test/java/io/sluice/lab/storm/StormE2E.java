package io.sluice.lab.storm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lab.storm.fault.Schedule;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// All services as processes, with faults. The logs of the services are deleted with the directory; to analyze
/// a failure, run `./sluice storm` with the printed seed.
@Order(1)
class StormE2E {

    @TempDir
    private Path directory;

    @Test
    void losesNothingWhenBrokerApiAndProcessorAreKilled() {
        storm(
                18,
                Duration.ofSeconds(8),
                Duration.ofMillis(1_500),
                "kill -9 broker",
                "kill -9 api",
                "kill -9 processor");
    }

    @Test
    @Tag("long")
    void losesNothingWhenEverythingFails() {
        storm(
                32,
                Duration.ofSeconds(40),
                Duration.ofMillis(2_500),
                "kill -9 broker",
                "kill -9 api",
                "kill -9 processor",
                "kill -9 copier");
    }

    private void storm(long seed, Duration length, Duration pause, String... faults) {
        assertThat(Schedule.of(seed, length, pause, true).events().stream()
                        .map(event -> event.fault().kind()))
                .as("faults of this seed")
                .contains(faults);

        var exit = new CommandLine(new StormCommand())
                .setOut(new PrintWriter(System.out, true, UTF_8))
                .execute(
                        "--minutes",
                        Double.toString(length.toMillis() / 60_000.0),
                        "--seed",
                        Long.toString(seed),
                        "--pause",
                        pause.toMillis() + "ms",
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
