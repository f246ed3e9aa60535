package io.sluice.catalog.edit;

import io.sluice.catalog.state.StateChange;
import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The decision about a command.
///
/// @param changes    records to write and publish, before the outcome is published
/// @param outcome    the outcome of the command
/// @param purges     blobs that no image refers to
/// @param deadLetter why the command becomes a dead letter, because it should have been rejected earlier;
///                   null otherwise
public record Decision(
        List<StateChange> changes,
        Outcome outcome,
        List<BlobPurge> purges,
        @Nullable Rejection deadLetter) {

    public Decision {
        changes = List.copyOf(changes);
        purges = List.copyOf(purges);
    }

    /// Creates the decision of an executed command.
    public static Decision done(List<StateChange> changes, Outcome outcome, List<BlobPurge> purges) {
        return new Decision(changes, outcome, purges, null);
    }

    public static Decision done(OrganizationEdit draft, Outcome outcome) {
        return done(draft.changes(), outcome, draft.purges());
    }

    /// Creates the decision of a request that cannot be fulfilled; nothing changes.
    public static Decision refused(CatalogCommand command, Rejection reason, Instant now) {
        return refused(command, reason, now, List.of(), List.of());
    }

    /// Creates the decision of a request that cannot be fulfilled; `draft` stores only that.
    public static Decision refused(CatalogCommand command, Rejection reason, Instant now, OrganizationEdit draft) {
        return refused(command, reason, now, draft.changes(), draft.purges());
    }

    /// @param memory records that change only in their stored results
    /// @param purges blobs that the command leaves without a reference
    public static Decision refused(
            CatalogCommand command, Rejection reason, Instant now, List<StateChange> memory, List<BlobPurge> purges) {
        return new Decision(memory, rejection(command, reason, now), purges, null);
    }

    /// Creates the decision of an invalid command, which also becomes a dead letter; nothing changes, and
    /// `purges` are the blobs that it leaves without a reference.
    public static Decision invalid(CatalogCommand command, Rejection reason, Instant now, List<BlobPurge> purges) {
        return new Decision(List.of(), rejection(command, reason, now), purges, reason);
    }

    /// Creates the decision of an invalid command, which also becomes a dead letter; `draft` stores only
    /// that.
    public static Decision invalid(CatalogCommand command, Rejection reason, Instant now, OrganizationEdit draft) {
        return new Decision(draft.changes(), rejection(command, reason, now), draft.purges(), reason);
    }

    private static Outcome rejection(CatalogCommand command, Rejection reason, Instant now) {
        return new Outcome.Rejected(command.envelope(), now, reason);
    }
}
