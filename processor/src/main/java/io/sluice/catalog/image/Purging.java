package io.sluice.catalog.image;

import io.sluice.catalog.edit.BinaryEdit;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.OrganizationEdit;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.Variant;
import io.sluice.command.DeletionCommand.Purge;
import io.sluice.command.Outcome;
import io.sluice.image.ImageHash;
import io.sluice.image.UserMetadata;
import java.time.Instant;
import java.util.ArrayList;

/// The decision of [Purge]: images that were deleted long enough ago are removed permanently, and their blobs
/// once no other image refers to them.
///
/// A mark of the image remains. Without it, a replay of the previous commands, whose effects a crash may have
/// kept only in part, could treat the image as one that never existed, and create it again without its blob.
public final class Purging {

    private final CatalogState state;

    public Purging(CatalogState state) {
        this.state = state;
    }

    public Decision decide(Purge command, long number, Instant now) {
        var draft = new OrganizationEdit(state, command.organization(), number, command.id());
        var purged = new ArrayList<ImageHash>();
        for (var hash : command.hashes().stream().distinct().toList()) {
            var result = draft.resultFor(
                    hash, Purging::guess, binary -> purge(draft, binary, hash, command.deletedBefore()));
            if (result.result() == Result.PURGED) {
                purged.add(hash);
            }
        }
        var outcome = new Outcome.Purged(command.envelope(), now, purged);
        return Decision.done(draft, outcome);
    }

    private static CommandResult purge(
            OrganizationEdit draft, BinaryEdit binary, ImageHash hash, Instant deletedBefore) {
        var found = binary.variant(hash).filter(Variant::restorable);
        if (found.isEmpty() || found.get().image().locked() || !isDue(found.get(), deletedBefore)) {
            return draft.result(hash, Result.KEPT);
        }
        var variant = found.get();
        var image = variant.image();
        // keeps its revision: nothing is published under a new one
        var rest = image.withUserMetadata(UserMetadata.NONE);
        binary.put(new Variant(rest, variant.createdBy(), variant.created(), draft.number()));
        return draft.result(hash, Result.PURGED, null, image.blob());
    }

    private static boolean isDue(Variant variant, Instant deletedBefore) {
        var deleted = variant.restorableSince();
        return deleted != null && !deleted.isAfter(deletedBefore);
    }

    private static Result guess(Variant variant) {
        return variant.purged() == 0 ? Result.KEPT : Result.PURGED;
    }
}
