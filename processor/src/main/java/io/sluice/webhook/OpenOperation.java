package io.sluice.webhook;

import io.sluice.command.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An operation of several parts, of which some have ended. It is stored in one record, which has to fit on a
/// topic.
///
/// @param outcomes the first outcome of each part that has ended; without the metadata of images once it
/// [#isLong()]
/// @param bytes    total length of these outcomes as JSON
record OpenOperation(List<Outcome> outcomes, long bytes) {

    static final OpenOperation NONE = new OpenOperation(List.of(), 0);

    OpenOperation {
        outcomes = List.copyOf(outcomes);
    }

    /// Adds an outcome. The first outcome of a part counts, all others are replays.
    ///
    /// @param length length of the outcome's record
    OpenOperation with(Outcome outcome, int length) {
        if (outcomes.stream().anyMatch(it -> it.part().index() == outcome.part().index())) {
            return this;
        }
        var more = new ArrayList<>(outcomes);
        more.add(outcome);
        var longer = new OpenOperation(more, bytes + length);
        return longer.isLong() ? longer.shortened() : longer;
    }

    /// Whether the images are too long for a message.
    boolean isLong() {
        return bytes > WebhookMessages.MAX_BODY_BYTES;
    }

    boolean hasEnded() {
        return !outcomes.isEmpty()
                && outcomes.size() == outcomes.getFirst().part().count();
    }

    boolean beganBefore(Instant time) {
        return outcomes.stream().allMatch(outcome -> outcome.finished().isBefore(time));
    }

    private OpenOperation shortened() {
        return new OpenOperation(outcomes.stream().map(OpenOperation::shortened).toList(), bytes);
    }

    private static Outcome shortened(Outcome outcome) {
        return outcome instanceof Outcome.Registered registered
                ? new Outcome.Registered(
                        registered.envelope(),
                        registered.finished(),
                        registered.image().withoutMetadata(),
                        registered.created())
                : outcome;
    }
}
