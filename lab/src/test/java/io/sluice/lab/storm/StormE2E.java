package io.sluice.lab.storm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Two minutes in which everything fails. What a service logs is gone with the directory; call `./sluice storm` with
/// the seed that is printed to look closer.
@Order(1)
class StormE2E {

    @TempDir
    private Path directory;

    @Test
    void losesNothingWhenEverythingFails() {
        var exit = new CommandLine(new StormCommand())
                .setOut(new PrintWriter(System.out, true))
                // on a machine that builds at the same time everything takes longer
                .execute(
                        "--minutes", "2", "--seed", "42", "--directory", directory.toString(), "--ready-within", "90s");

        assertThat(exit).as("violations are in the output above").isZero();
    }
}
