package io.sluice.catalog.image;

import io.sluice.catalog.edit.BinaryEdit;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.OrganizationEdit;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.Variant;
import io.sluice.command.CatalogCommand;
import io.sluice.command.DeletionCommand.Delete;
import io.sluice.command.DeletionCommand.DeleteBinary;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.command.Slice;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The decisions of [Delete] and [DeleteBinary]: images are hidden, until they are restored or purged.
public final class Deletion {

    private final CatalogState state;

    public Deletion(CatalogState state) {
        this.state = state;
    }

    /// Deletes each image that can be deleted.
    public Decision decide(Delete command, long number, Instant now) {
        var draft = OrganizationEdit.of(state, command, command.slice(), number);
        var deleted = new ArrayList<ImageHash>();
        var notFound = new ArrayList<ImageHash>();
        var locked = new ArrayList<ImageHash>();
        var hashes = command.hashes().stream().distinct().toList();
        for (var position = 0; position < hashes.size(); position++) {
            var hash = hashes.get(position);
            var revision = draft.revision(position);
            var result = draft.resultFor(
                    hash,
                    Deletion::guess,
                    binary -> delete(draft, binary, hash, command.trail().accepted(), revision));
            switch (result.result()) {
                case DELETED -> deleted.add(hash);
                case LOCKED -> locked.add(hash);
                default -> notFound.add(hash);
            }
        }
        return Decision.done(draft, outcome(command, draft, deleted, notFound, locked, command.slice(), now));
    }

    /// Deletes all images of the binary or none.
    public Decision decide(DeleteBinary command, long number, Instant now) {
        var draft = new OrganizationEdit(state, command.organization(), number, command.id());
        var binary = draft.binary(command.binaryHash());
        var result = binary.remembered(command.binaryHash().value())
                .orElseGet(() -> binary.replayed()
                        ? result(draft, command.binaryHash(), Result.NOT_FOUND, null)
                        : deleteAll(draft, binary, command));
        return switch (result.result()) {
            case DELETED -> {
                var deleted = binary.remembered(result.number()).stream()
                        .filter(it -> it.result() == Result.DELETED && !it.equals(result))
                        .map(it -> new ImageHash(it.subject()))
                        .toList();
                deleted.forEach(binary::touch);
                yield Decision.done(draft, outcome(command, draft, deleted, List.of(), List.of(), null, now));
            }
            case LOCKED ->
                Decision.refused(command, new Rejection.ImageLocked(String.valueOf(result.image())), now, draft);
            default -> Decision.refused(command, new Rejection.NotFound("binary " + command.binaryHash()), now, draft);
        };
    }

    /// Deletes one image unless it is locked, and returns the result.
    static CommandResult delete(
            OrganizationEdit draft, BinaryEdit binary, ImageHash hash, Instant deleted, long revision) {
        var live = binary.live(hash);
        if (live.isEmpty()) {
            return draft.result(hash, Result.NOT_FOUND);
        }
        if (live.get().image().locked()) {
            return draft.result(hash, Result.LOCKED);
        }
        binary.put(live.get().with(live.get().image().withDeleted(deleted).stamped(revision, draft.author())));
        return draft.result(hash, Result.DELETED);
    }

    private static CommandResult deleteAll(OrganizationEdit draft, BinaryEdit binary, DeleteBinary command) {
        var live = binary.variants().stream().filter(Variant::live).toList();
        var locked = live.stream().filter(variant -> variant.image().locked()).findFirst();
        CommandResult result;
        if (live.isEmpty()) {
            result = result(draft, command.binaryHash(), Result.NOT_FOUND, null);
        } else if (locked.isPresent()) {
            result = result(
                    draft,
                    command.binaryHash(),
                    Result.LOCKED,
                    locked.get().image().hash());
        } else {
            var position = 0;
            for (var variant : live) {
                binary.remember(delete(
                        draft, binary, variant.image().hash(), command.trail().accepted(), draft.revision(position++)));
            }
            result = result(draft, command.binaryHash(), Result.DELETED, null);
        }
        binary.remember(result);
        return result;
    }

    private static CommandResult result(
            OrganizationEdit draft, BinaryHash binary, Result result, @Nullable ImageHash image) {
        return new CommandResult(draft.number(), draft.author(), binary.value(), result, image, null);
    }

    private static Result guess(Variant variant) {
        return variant.image().locked() ? Result.LOCKED : Result.DELETED;
    }

    private static Outcome outcome(
            CatalogCommand command,
            OrganizationEdit draft,
            List<ImageHash> deleted,
            List<ImageHash> notFound,
            List<ImageHash> locked,
            @Nullable Slice slice,
            Instant now) {
        return new Outcome.Deleted(
                command.envelope(), now, deleted, notFound, locked, draft.highestRevision(deleted), slice);
    }
}
