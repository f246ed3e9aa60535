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

    static Decision done(OrganizationEdit draft, Outcome outcome) {
        return done(draft.changes(), outcome, draft.purges());
    }

    /// The caller asked for what cannot be; nothing changes.
    static Decision refused(CatalogCommand command, Rejection reason, Instant now) {
        return refused(command, reason, now, List.of(), List.of());
    }

    /// The caller asked for what cannot be; `draft` remembers that, and is else as it was.
    static Decision refused(CatalogCommand command, Rejection reason, Instant now, OrganizationEdit draft) {
        return refused(command, reason, now, draft.changes(), draft.purges());
    }

    /// @param memory records that change in nothing but what they remember
    /// @param purges what the command leaves behind
    static Decision refused(
            CatalogCommand command, Rejection reason, Instant now, List<StateChange> memory, List<BlobPurge> purges) {
        return new Decision(memory, rejection(command, reason, now), purges, null);
    }

    /// The command can never be done; nothing changes, `purges` is what it leaves behind.
    static Decision hopeless(CatalogCommand command, Rejection reason, Instant now, List<BlobPurge> purges) {
        return new Decision(List.of(), rejection(command, reason, now), purges, reason);
    }

    /// The command can never be done; `draft` remembers that, and is else as it was.
    static Decision hopeless(CatalogCommand command, Rejection reason, Instant now, OrganizationEdit draft) {
        return new Decision(draft.changes(), rejection(command, reason, now), draft.purges(), reason);
    }

    private static Outcome rejection(CatalogCommand command, Rejection reason, Instant now) {
        return new Outcome.Rejected(command.envelope(), now, reason);
    }
}
