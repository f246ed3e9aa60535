package io.sluice.standalone.deadletter;

import io.sluice.command.DeadLetter;
import io.sluice.standalone.console.Table;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The subcommand `list`.
@Command(name = "list", header = "Lists the latest dead letters, the newest last.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Option(
            names = "--reason",
            paramLabel = "CODE",
            description = "Only dead letters with this reason code, such as given-up.")
    private @Nullable String reason;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "Maximum number of dead letters to list (default: ${DEFAULT-VALUE}).")
    private int limit;

    ListCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    private record Entry(LetterId id, DeadLetter letter) {}

    @Override
    public Integer call() throws InterruptedException {
        return cluster.run(environment, letters -> {
            // the oldest first, so that it is dropped first
            var latest = new PriorityQueue<Entry>(
                    Comparator.comparing(entry -> entry.letter().last()));
            letters.forEach((id, letter) -> {
                if (reason == null || letter.reason().code().equals(reason)) {
                    latest.add(new Entry(id, letter));
                    if (latest.size() > limit) {
                        latest.remove();
                    }
                }
            });
            print(latest);
            return 0;
        });
    }

    private void print(PriorityQueue<Entry> entries) {
        var out = spec.commandLine().getOut();
        if (entries.isEmpty()) {
            out.println("There are no dead letters.");
            return;
        }
        var table = new Table("ID", "TOPIC", "KEY", "REASON", "ATTEMPTS", "FIRST", "LAST");
        for (var entry = entries.poll(); entry != null; entry = entries.poll()) {
            var letter = entry.letter();
            table.row(
                    entry.id(),
                    letter.topic(),
                    letter.key() == null ? "" : letter.key(),
                    letter.reason().code(),
                    letter.attempts(),
                    letter.first().truncatedTo(ChronoUnit.SECONDS),
                    letter.last().truncatedTo(ChronoUnit.SECONDS));
        }
        out.println(table.render());
    }
}
