package io.sluice.webhook;

import io.sluice.command.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An operation of several parts, of which some have ended.
///
/// @param outcomes the first one of each part that has ended
record OpenOperation(List<Outcome> outcomes) {

    OpenOperation {
        outcomes = List.copyOf(outcomes);
    }

    /// The first outcome of a part counts, all others are replays.
    OpenOperation with(Outcome outcome) {
        if (outcomes.stream().anyMatch(it -> it.part().index() == outcome.part().index())) {
            return this;
        }
        var more = new ArrayList<>(outcomes);
        more.add(outcome);
        return new OpenOperation(more);
    }

    boolean hasEnded() {
        return !outcomes.isEmpty()
                && outcomes.size() == outcomes.getFirst().part().count();
    }

    boolean beganBefore(Instant time) {
        return outcomes.stream().allMatch(outcome -> outcome.finished().isBefore(time));
    }
}
