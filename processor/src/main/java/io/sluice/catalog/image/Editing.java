package io.sluice.catalog.image;

import io.sluice.catalog.edit.BinaryEdit;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.MetadataLimits;
import io.sluice.catalog.edit.OrganizationEdit;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.Variant;
import io.sluice.command.DeletionCommand.Restore;
import io.sluice.command.EditCommand.EditUserMetadata;
import io.sluice.command.EditCommand.Lock;
import io.sluice.command.EditCommand.Rename;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// The decisions of commands that change an image but not its identity: [Restore], [Rename], [Lock] and
/// [EditUserMetadata].
public final class Editing {

    private final ImageChange images;

    public Editing(CatalogState state) {
        images = new ImageChange(state);
    }

    /// Restores an image; a live image counts as restored.
    public Decision decide(Restore command, long number, Instant now) {
        return images.decide(
                command, command.hash(), number, now, MetadataLimits.tooMuchUserMetadata(), (draft, binary) -> {
                    var found = binary.variant(command.hash()).filter(variant -> variant.purged() == 0);
                    if (found.isEmpty()) {
                        return draft.result(command.hash(), Result.NOT_FOUND);
                    }
                    if (found.get().live()) {
                        return draft.result(command.hash(), Result.UNCHANGED);
                    }
                    if (!command.revealing() && wouldReveal(found.get(), binary)) {
                        return draft.result(command.hash(), Result.PROTECTED);
                    }
                    var image = found.get().image();
                    binary.put(found.get().with(image.withDeleted(null).stamped(draft.revision(0), draft.author())));
                    return draft.result(command.hash(), Result.CHANGED);
                });
    }

    /// Returns whether a restored image would show the bytes of a protected one. A protected one that is
    /// deleted counts too: otherwise deleting it would circumvent its protection.
    private static boolean wouldReveal(Variant deleted, BinaryEdit binary) {
        return !deleted.image().isProtected()
                && binary.variants().stream()
                        .anyMatch(it -> it.purged() == 0 && it.image().isProtected());
    }

    public Decision decide(Rename command, long number, Instant now) {
        return images.decide(
                command,
                command.hash(),
                number,
                now,
                MetadataLimits.tooMuchUserMetadata(),
                (draft, binary) -> edit(draft, binary, command.hash(), image -> image.withName(command.name())));
    }

    public Decision decide(Lock command, long number, Instant now) {
        return images.decide(
                command,
                command.hash(),
                number,
                now,
                MetadataLimits.tooMuchUserMetadata(),
                (draft, binary) -> edit(draft, binary, command.hash(), image -> image.withLocked(command.locked())));
    }

    public Decision decide(EditUserMetadata command, long number, Instant now) {
        try {
            var _ = new UserMetadata(command.edit().set()).requirePossible();
        } catch (IllegalArgumentException e) {
            return Decision.refused(
                    command, new Rejection.MalformedMetadata("meta_user", String.valueOf(e.getMessage())), now);
        }
        return images.decide(
                command,
                command.hash(),
                number,
                now,
                MetadataLimits.tooMuchUserMetadata(),
                (draft, binary) -> edit(
                        draft,
                        binary,
                        command.hash(),
                        image -> image.withUserMetadata(new UserMetadata(
                                command.edit().applyTo(image.userMetadata().fields())))));
    }

    /// @param change returns the image in the requested state, with its former revision
    private static CommandResult edit(
            OrganizationEdit draft, BinaryEdit binary, ImageHash hash, UnaryOperator<SourceImage> change) {
        var live = binary.live(hash);
        if (live.isEmpty()) {
            return draft.result(hash, Result.NOT_FOUND);
        }
        var image = live.get().image();
        var edited = change.apply(image);
        if (edited.equals(image)) {
            return draft.result(hash, Result.UNCHANGED);
        }
        var changesMetadata = !edited.userMetadata().equals(image.userMetadata());
        if (changesMetadata && image.locked()) {
            return draft.result(hash, Result.LOCKED);
        }
        if (changesMetadata && binary.exceedsLimitWith(edited)) {
            return draft.result(hash, Result.TOO_MUCH_METADATA);
        }
        binary.put(live.get().with(edited.stamped(draft.revision(0), draft.author())));
        return draft.result(hash, Result.CHANGED);
    }
}
