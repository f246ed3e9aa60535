package io.sluice.lab.storm;

import io.sluice.lab.command.DurationOption;
import io.sluice.standalone.terminal.CommandFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that turn a storm into a certificate.
final class CertificateOptions {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    @Option(
            names = "--certificate",
            paramLabel = "N",
            description = "Instead of other faults, halts processes N times at all crash points, in batches that fit"
                    + " --batch each. Continues in the same --directory.")
    private @Nullable Integer kills;

    @Option(
            names = "--batch",
            defaultValue = "10m",
            paramLabel = "TIME",
            description = "Length of a batch of --certificate with its comparisons (default: ${DEFAULT-VALUE}).")
    private String batch = "";

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Page that --certificate writes after each batch, such as docs/crash-certificate.md.")
    private @Nullable Path page;

    /// Returns the number of kills; empty for another kind of storm.
    ///
    /// @throws CommandFailure when a value is not allowed
    Optional<Integer> kills() {
        if (kills == null) {
            if (page != null) {
                throw new CommandFailure("--page requires --certificate");
            }
            return Optional.empty();
        }
        if (kills < 1) {
            throw new CommandFailure("--certificate must be a positive number of kills, not " + kills);
        }
        return Optional.of(kills);
    }

    Duration batch() {
        var length = DurationOption.parse("--batch", batch);
        if (length.compareTo(SHORTEST) < 0) {
            throw new CommandFailure("--batch must be at least " + SHORTEST.toSeconds() + " s");
        }
        return length;
    }

    Optional<Path> page() {
        return Optional.ofNullable(page);
    }
}
