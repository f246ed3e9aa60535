package io.sluice.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.operation.CommandId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The last commands that a record was asked about, in their order.
///
/// More than [#SIZE] between two commits of the catalog are hardly ever about one record; should a crash have older
/// ones replayed, their effects are safe all the same and only their answers are a guess.
record RecentResults(@JsonValue List<CommandResult> commands) {

    static final RecentResults NONE = new RecentResults(List.of());

    /// How many are kept; those of one command always are.
    static final int SIZE = 32;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    RecentResults {
        commands = List.copyOf(commands);
    }

    RecentResults with(CommandResult last) {
        var longer = new ArrayList<>(commands);
        longer.add(last);
        while (longer.size() > SIZE && longer.getFirst().number() < last.number()) {
            longer.removeFirst();
        }
        return new RecentResults(longer);
    }

    /// What the command with this number came to, here and for `subject`.
    Optional<CommandResult> ofNumber(long number, String subject) {
        return commands.stream()
                .filter(it -> it.number() == number && it.subject().equals(subject))
                .findFirst();
    }

    /// What the command with this id came to, under whatever number, here and for `subject`.
    Optional<CommandResult> ofCommand(CommandId command, String subject) {
        return commands.stream()
                .filter(it -> it.command().equals(command) && it.subject().equals(subject))
                .findFirst();
    }
}
