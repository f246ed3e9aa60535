package io.sluice.catalog.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.operation.CommandId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The results of the last commands about a record, in their order.
///
/// More than [#SIZE] commands about one record between two commits of the catalog are very unlikely; if a
/// crash causes older ones to be replayed, their effects are still safe and only their answers are guessed.
public record RecentResults(@JsonValue List<CommandResult> commands) {

    public static final RecentResults NONE = new RecentResults(List.of());

    /// Maximum number of stored results; those of one command are always kept.
    static final int SIZE = 32;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RecentResults {
        commands = List.copyOf(commands);
    }

    public RecentResults with(CommandResult last) {
        var longer = new ArrayList<>(commands);
        longer.add(last);
        while (longer.size() > SIZE && longer.getFirst().number() < last.number()) {
            longer.removeFirst();
        }
        return new RecentResults(longer);
    }

    /// Returns the result of the command with this number for `subject`.
    public Optional<CommandResult> ofNumber(long number, String subject) {
        return commands.stream()
                .filter(it -> it.number() == number && it.subject().equals(subject))
                .findFirst();
    }

    /// Returns the result of the command with this id, under any number, for `subject`.
    public Optional<CommandResult> ofCommand(CommandId command, String subject) {
        return commands.stream()
                .filter(it -> it.command().equals(command) && it.subject().equals(subject))
                .findFirst();
    }
}
