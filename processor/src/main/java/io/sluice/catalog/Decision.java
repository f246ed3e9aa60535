package io.sluice.catalog;

import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a command comes to.
///
/// @param changes    what is written and published, before the outcome is
/// @param outcome    how the command ended
/// @param purges     blobs that no image refers to
/// @param deadLetter why the command is kept as a dead letter, if it is: it should not have come this far
record Decision(
        List<StateChange> changes,
        Outcome outcome,
        List<BlobPurge> purges,
        @Nullable Rejection deadLetter) {

    Decision {
        changes = List.copyOf(changes);
        purges = List.copyOf(purges);
    }

    /// Something is there now that the caller asked for.
    static Decision done(List<StateChange> changes, Outcome outcome, List<BlobPurge> purges) {
        return new Decision(changes, outcome, purges, null);
    }

    /// The caller asked for what cannot be; nothing changes.
    static Decision refused(CatalogCommand command, Rejection reason, Instant now) {
        return new Decision(List.of(), rejection(command, reason, now), List.of(), null);
    }

    /// The command can never be done; nothing changes, `purges` is what it leaves behind.
    static Decision hopeless(CatalogCommand command, Rejection reason, Instant now, List<BlobPurge> purges) {
        return new Decision(List.of(), rejection(command, reason, now), purges, reason);
    }

    private static Outcome rejection(CatalogCommand command, Rejection reason, Instant now) {
        return new Outcome.Rejected(
                command.operation(), command.part(), command.organization(), command.trail(), now, reason);
    }
}
