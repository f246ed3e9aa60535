package io.sluice.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Two minutes with all faults. The logs of the services are deleted with the directory; to analyze a failure, run
/// `./sluice storm` with the printed seed.
@Order(1)
class StormE2E {

    @TempDir
    private Path directory;

    @Test
    void losesNothingUnderAllFaults() {
        var exit = new CommandLine(new StormCommand())
                .setOut(new PrintWriter(System.out, true))
                // everything takes longer on a machine that builds at the same time
                .execute(
                        "--minutes", "2", "--seed", "42", "--directory", directory.toString(), "--ready-within", "90s");

        assertThat(exit).as("violations are in the output above").isZero();
    }
}
