package io.sluice.standalone.deadletter;

import io.sluice.command.DeadLetter;
import io.sluice.standalone.terminal.CommandFailure;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The subcommand `replay`.
@Command(
        name = "replay",
        header = "Publishes records to their original topics again.",
        description = {
            "",
            "Safe to repeat: a record has the same operation id each time, so a completed operation is not repeated."
                    + " The dead letters are kept.",
            ""
        },
        mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ClusterOption cluster = new ClusterOption();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids as shown by \"list\".")
    private List<String> ids = List.of();

    @Option(names = "--all", description = "All dead letters, or all with the given reason.")
    private boolean all;

    @Option(
            names = "--reason",
            paramLabel = "CODE",
            description = "With --all: only dead letters with this reason code, such as given-up.")
    private @Nullable String reason;

    ReplayCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (all == !ids.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give the ids of dead letters, or use --all");
        }
        var wanted = new LinkedHashSet<LetterId>();
        ids.forEach(id -> wanted.add(LetterId.parse(id)));
        return cluster.run(environment, letters -> {
            var chosen = new LinkedHashMap<LetterId, DeadLetter>();
            letters.forEach((id, letter) -> {
                if (all ? isAskedFor(letter) : wanted.remove(id)) {
                    chosen.put(id, letter);
                }
            });
            if (!wanted.isEmpty()) {
                throw new CommandFailure("there is no dead letter "
                        + wanted.iterator().next() + "; they are kept for 30 days. Nothing was replayed");
            }
            return replay(letters, chosen);
        });
    }

    private boolean isAskedFor(DeadLetter letter) {
        return reason == null || letter.reason().code().equals(reason);
    }

    private int replay(Letters letters, Map<LetterId, DeadLetter> chosen) throws InterruptedException {
        var out = spec.commandLine().getOut();
        var cut = chosen.entrySet().stream()
                .filter(entry -> !Letters.isWhole(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        chosen.keySet().removeAll(cut);
        letters.replay(chosen);
        out.println(chosen.size() + " replayed");
        cut.forEach(id -> out.println(id + " cannot be replayed: its record was too large and is truncated"));
        return cut.isEmpty() ? 0 : 1;
    }
}
