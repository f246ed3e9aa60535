package io.sluice.catalog;

import io.sluice.catalog.Remembered.Result;
import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand.Register;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.Optimization;
import io.sluice.image.SourceImage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Decides [Register]: a new image, or metadata for the one that exists. One that is deleted comes back.
final class Registration {

    private final CatalogState state;

    Registration(CatalogState state) {
        this.state = state;
    }

    Decision decide(Register command, long number, Instant now) {
        if (!command.blob().belongsTo(command.organization())) {
            // not ours to purge: it may be another organization's image
            return Decision.hopeless(command, foreignBlob(command), now, List.of());
        }
        var organization = state.organization(command.organization());
        if (organization.isEmpty() || !organization.get().wasThereFor(number)) {
            return hopeless(
                    command,
                    new Rejection.UnknownOrganization(command.organization().name()),
                    now);
        }
        if (command.userMetadata().isTooLong()) {
            return hopeless(command, MetadataLimits.tooMuchUserMetadata(), now);
        }
        if (command.dynamicMetadata().isTooLong()) {
            return hopeless(command, MetadataLimits.tooMuchDynamicMetadata(), now);
        }
        var hash = ImageHash.of(command.binaryHash(), command.dynamicMetadata(), command.isProtected());
        var draft = new Draft(state, command.organization(), number, command.id());
        draft.unwanted(command.blob(), "the image exists and keeps its blob");
        var binary = draft.binary(command.binaryHash());
        var result = binary.rememberedCreating(hash, command.trail().accepted())
                .map(Remembered::result)
                .orElseGet(() -> register(draft, binary, command, hash));
        return result == Result.TOO_MUCH_METADATA
                ? Decision.hopeless(command, MetadataLimits.tooMuchUserMetadata(), now, draft)
                : Decision.done(draft, outcome(command, image(binary, hash), result, now));
    }

    private static Result register(Draft draft, BinaryDraft binary, Register command, ImageHash hash) {
        var existing = binary.variant(hash).filter(variant -> variant.purged() == 0);
        if (existing.isEmpty()) {
            return create(draft, binary, command, hash);
        }
        if (binary.replayed()) {
            binary.touch(hash);
            return Result.TAKEN_OVER;
        }
        return existing.get().live()
                ? merge(draft, binary, command, existing.get())
                : bringBack(draft, binary, command, existing.get());
    }

    private static Result create(Draft draft, BinaryDraft binary, Register command, ImageHash hash) {
        var image = new SourceImage(
                command.organization(),
                hash,
                draft.shortHash(hash, command.binaryHash()),
                command.binaryHash(),
                command.trail().accepted(),
                null,
                command.name(),
                command.format(),
                command.size(),
                command.width(),
                command.height(),
                command.isProtected(),
                false,
                command.opaque(),
                command.animated(),
                command.userMetadata(),
                command.dynamicMetadata(),
                command.blob(),
                draft.revision(0),
                draft.author(),
                command.optimization());
        if (binary.hasNoRoomFor(image)) {
            binary.remember(draft.result(hash, Result.TOO_MUCH_METADATA));
            return Result.TOO_MUCH_METADATA;
        }
        binary.create(image);
        return Result.CREATED;
    }

    private static Result merge(Draft draft, BinaryDraft binary, Register command, Variant existing) {
        var image = existing.image();
        var metadata = image.userMetadata().with(command.userMetadata());
        if (metadata.equals(image.userMetadata())) {
            return remember(draft, binary, image, Result.KEPT);
        }
        var merged = image.withUserMetadata(metadata, draft.revision(0), draft.author());
        if (binary.hasNoRoomFor(merged)) {
            return remember(draft, binary, image, Result.TOO_MUCH_METADATA);
        }
        binary.put(existing.with(merged));
        return remember(draft, binary, image, Result.TAKEN_OVER);
    }

    private static Result bringBack(Draft draft, BinaryDraft binary, Register command, Variant deleted) {
        var image = deleted.image();
        var metadata = image.userMetadata().with(command.userMetadata());
        boolean sameBytes =
                image.format() == command.format() && Objects.equals(image.optimization(), command.optimization());
        var live = (sameBytes ? image : withBytesOf(command, image))
                .withUserMetadata(metadata, draft.revision(0), draft.author())
                .withDeleted(null, draft.revision(0), draft.author());
        if (binary.hasNoRoomFor(live)) {
            return remember(draft, binary, image, Result.TOO_MUCH_METADATA);
        }
        binary.put(deleted.with(live));
        binary.remember(draft.result(image.hash(), Result.CREATED, null, sameBytes ? null : image.blob()));
        return Result.CREATED;
    }

    /// An image that holds what an upload stored: another conversion of the same received bytes.
    private static SourceImage withBytesOf(Register command, SourceImage image) {
        return new SourceImage(
                image.organization(),
                image.hash(),
                image.shortHash(),
                image.binaryHash(),
                image.created(),
                image.deleted(),
                image.name(),
                command.format(),
                command.size(),
                command.width(),
                command.height(),
                image.isProtected(),
                image.locked(),
                command.opaque(),
                command.animated(),
                image.userMetadata(),
                image.dynamicMetadata(),
                command.blob(),
                image.revision(),
                image.change(),
                command.optimization());
    }

    private static Result remember(Draft draft, BinaryDraft binary, SourceImage image, Result result) {
        binary.remember(draft.result(image.hash(), result));
        return result;
    }

    /// A rejected upload leaves nothing behind.
    private static Decision hopeless(Register command, Rejection reason, Instant now) {
        return Decision.hopeless(command, reason, now, List.of(new BlobPurge(command.blob(), reason.code())));
    }

    private static SourceImage image(BinaryDraft binary, ImageHash hash) {
        return binary.variant(hash)
                .orElseThrow(() -> new IllegalStateException("an image that was registered is gone: " + hash))
                .image();
    }

    private static Outcome outcome(Register command, SourceImage image, Result result, Instant now) {
        return new Outcome.Registered(
                command.operation(),
                command.part(),
                command.organization(),
                command.trail(),
                now,
                shown(command, image, result),
                result == Result.CREATED);
    }

    /// The image as the answer shows it: one that was there before and is not converted says that a conversion was
    /// asked for in vain.
    private static SourceImage shown(Register command, SourceImage image, Result result) {
        boolean ignored = result != Result.CREATED && image.optimization() == null && command.optimization() != null;
        return ignored ? image.withOptimization(Optimization.kept("the image existed before and is unchanged")) : image;
    }

    private static Rejection foreignBlob(Register command) {
        return new Rejection.MalformedCommand(
                "the blob " + command.blob() + " does not belong to organization " + command.organization());
    }
}
