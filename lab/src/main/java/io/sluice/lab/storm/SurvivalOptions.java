package io.sluice.lab.storm;

import io.sluice.lab.command.DurationOption;
import io.sluice.lab.storm.fault.Outage;
import io.sluice.lab.storm.fault.Trial;
import io.sluice.standalone.terminal.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that turn a storm into a survival trial.
final class SurvivalOptions {

    private static final Duration USUAL_LENGTH = Duration.ofMinutes(10);

    /// Spinning processes per core: one process of eight on a core gets almost nothing, especially at a lower
    /// priority.
    private static final int SPINNERS_PER_CORE = 4;

    @Option(
            names = "--starve",
            description = "Instead of other faults, takes CPU time away: more spinning processes than"
                    + " cores, a lower priority for all services, and each of them halted by SIGSTOP for 5 to 90 s.")
    private boolean starve;

    @Option(names = "--duration", paramLabel = "TIME", description = "Length of --starve, such as 10m (default: 10m).")
    private @Nullable String duration;

    @Option(
            names = "--spinners",
            paramLabel = "N",
            description = "Number of spinning processes of --starve (default: four for each core).")
    private @Nullable Integer spinners;

    @Option(
            names = "--outage",
            paramLabel = "WHAT=TIME",
            description = "Instead of other faults, makes the broker or the store unreachable for a time, such as"
                    + " broker=3m or store=3m. May be given several times: one after the other.")
    private List<String> outages = List.of();

    @Option(
            names = "--one-process",
            description = "With --starve or --outage: \"sluice serve\" instead of six services, with an embedded broker"
                    + " unless the trial makes it unreachable.")
    private boolean oneProcess;

    /// Returns the requested trial; empty for a usual storm.
    ///
    /// @throws CommandFailure when the options cannot be combined
    Optional<Trial> trial() {
        if (starve && !outages.isEmpty()) {
            throw new CommandFailure("--starve and --outage cannot be combined: run one after the other");
        }
        if (!starve && (duration != null || spinners != null)) {
            throw new CommandFailure("--duration and --spinners require --starve");
        }
        if (!starve && outages.isEmpty() && oneProcess) {
            throw new CommandFailure("--one-process requires --starve or --outage");
        }
        if (starve) {
            return Optional.of(new Trial.Starve(length(), spinners()));
        }
        return outages.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Trial.Outages(outages.stream().map(Outage::parse).toList()));
    }

    boolean oneProcess() {
        return oneProcess;
    }

    /// Returns the options as text, with a blank before each.
    String text() {
        var text = new StringBuilder();
        if (starve) {
            text.append(" --starve --duration ").append(length().toSeconds()).append('s');
            text.append(" --spinners ").append(spinners());
        }
        outages.forEach(outage -> text.append(" --outage ").append(outage));
        if (oneProcess) {
            text.append(" --one-process");
        }
        return text.toString();
    }

    private Duration length() {
        return duration == null ? USUAL_LENGTH : DurationOption.parse("--duration", duration);
    }

    private int spinners() {
        if (spinners == null) {
            return SPINNERS_PER_CORE * Runtime.getRuntime().availableProcessors();
        }
        if (spinners < 0) {
            throw new CommandFailure("--spinners must not be negative, not " + spinners);
        }
        return spinners;
    }
}
