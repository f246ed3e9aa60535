package io.sluice.standalone.deadletter;

import io.sluice.command.DeadLetter;
import io.sluice.standalone.terminal.Table;
import io.sluice.standalone.terminal.Units;
import java.time.Duration;
import java.time.Instant;
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

    private static final int MAX_NAME = 60;
    private static final int MAX_MESSAGE = 120;

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
        var now = Instant.now();
        var table = new Table("ID", "AGE", "TOPIC", "ORGANIZATION", "NAME", "REASON", "ATTEMPTS", "MESSAGE");
        for (var entry = entries.poll(); entry != null; entry = entries.poll()) {
            var letter = entry.letter();
            var content = LetterContent.of(letter);
            table.row(
                    entry.id(),
                    age(letter, now),
                    letter.topic(),
                    content.organization(),
                    shortened(content.name(), MAX_NAME),
                    letter.reason().code(),
                    letter.attempts(),
                    shortened(LetterContent.printable(letter.reason().message()), MAX_MESSAGE));
        }
        out.println(table.render());
    }

    /// The clocks of two machines may differ.
    private static String age(DeadLetter letter, Instant now) {
        var age = Duration.between(letter.last(), now);
        return Units.time(age.isNegative() ? Duration.ZERO : age);
    }

    private static String shortened(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + '…';
    }
}
