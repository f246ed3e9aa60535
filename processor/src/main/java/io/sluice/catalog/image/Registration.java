package io.sluice.catalog.image;

import io.sluice.account.Usage;
import io.sluice.catalog.edit.BinaryEdit;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.MetadataLimits;
import io.sluice.catalog.edit.OrganizationEdit;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.Variant;
import io.sluice.command.BlobPurge;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand.Register;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageIdentity;
import io.sluice.image.Lifecycle;
import io.sluice.image.Optimization;
import io.sluice.image.SourceImage;
import io.sluice.image.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The decision of [Register]: a new image, or new metadata of an existing one. A deleted image is restored.
public final class Registration {

    private final CatalogState state;

    public Registration(CatalogState state) {
        this.state = state;
    }

    public Decision decide(Register command, long number, Instant now) {
        // 1. can the image be registered?
        if (!command.content().blob().belongsTo(command.organization())) {
            // not purged: the blob may belong to another organization's image
            return Decision.invalid(command, foreignBlob(command), now, List.of());
        }
        var objection = objection(command, number);
        if (objection.isPresent()) {
            return invalid(command, objection.get(), now);
        }
        // 2. how do the images of its binary change?
        var hash = ImageHash.of(command.binaryHash(), command.dynamicMetadata(), command.isProtected());
        var draft = new OrganizationEdit(state, command.organization(), number, command.id());
        draft.unwanted(command.content().blob(), "the image exists and keeps its blob");
        var binary = draft.binary(command.binaryHash());
        var result = register(draft, binary, command, hash);
        // 3. what is written, published and purged?
        return switch (result) {
            case TOO_MUCH_METADATA -> Decision.invalid(command, MetadataLimits.tooMuchUserMetadata(), now, draft);
            case QUOTA -> Decision.refused(command, draft.quota(), now, draft);
            default -> Decision.done(draft, outcome(command, image(binary, hash), result, now));
        };
    }

    private Optional<Rejection> objection(Register command, long number) {
        var organization = state.organization(command.organization());
        if (organization.isEmpty() || !organization.get().existedAt(number)) {
            return Optional.of(
                    new Rejection.UnknownOrganization(command.organization().name()));
        }
        if (command.userMetadata().isTooLong()) {
            return Optional.of(MetadataLimits.tooMuchUserMetadata());
        }
        return command.dynamicMetadata().isTooLong()
                ? Optional.of(MetadataLimits.tooMuchDynamicMetadata())
                : Optional.empty();
    }

    private static Result register(OrganizationEdit draft, BinaryEdit binary, Register command, ImageHash hash) {
        var decidedBefore = binary.rememberedCreating(hash, command.trail().accepted());
        if (decidedBefore.isPresent()) {
            return decidedBefore.get().result();
        }
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
                : restore(draft, binary, command, existing.get());
    }

    private static Result create(OrganizationEdit draft, BinaryEdit binary, Register command, ImageHash hash) {
        // before the image gets a short hash, which would remain
        if (!draft.reserve(hash, Usage.live(1, command.content().size()))) {
            draft.refuse(hash, command.content().blob());
            return Result.QUOTA;
        }
        var image = new SourceImage(
                new ImageIdentity(
                        command.organization(),
                        hash,
                        draft.shortHash(hash, command.binaryHash()),
                        command.binaryHash()),
                Lifecycle.from(command.trail().accepted()),
                command.name(),
                command.isProtected(),
                command.userMetadata(),
                command.dynamicMetadata(),
                command.content(),
                new Stamp(draft.revision(0), draft.author()));
        if (binary.exceedsLimitWith(image)) {
            binary.remember(draft.result(hash, Result.TOO_MUCH_METADATA));
            return Result.TOO_MUCH_METADATA;
        }
        binary.create(image);
        return Result.CREATED;
    }

    private static Result merge(OrganizationEdit draft, BinaryEdit binary, Register command, Variant existing) {
        var image = existing.image();
        var metadata = image.userMetadata().with(command.userMetadata());
        if (metadata.equals(image.userMetadata())) {
            return remember(draft, binary, image, Result.KEPT);
        }
        var merged = image.withUserMetadata(metadata).stamped(draft.revision(0), draft.author());
        if (binary.exceedsLimitWith(merged)) {
            return remember(draft, binary, image, Result.TOO_MUCH_METADATA);
        }
        binary.put(existing.with(merged));
        return remember(draft, binary, image, Result.TAKEN_OVER);
    }

    private static Result restore(OrganizationEdit draft, BinaryEdit binary, Register command, Variant deleted) {
        var image = deleted.image();
        var metadata = image.userMetadata().with(command.userMetadata());
        var sameBytes = image.content().format() == command.content().format()
                && Objects.equals(
                        image.content().optimization(), command.content().optimization());
        var live = (sameBytes ? image : image.withContent(command.content()))
                .withUserMetadata(metadata)
                .withDeleted(null)
                .stamped(draft.revision(0), draft.author());
        if (binary.exceedsLimitWith(live)) {
            return remember(draft, binary, image, Result.TOO_MUCH_METADATA);
        }
        binary.put(deleted.with(live));
        binary.remember(draft.result(image.hash(), Result.CREATED, null, sameBytes ? null : image.blob()));
        return Result.CREATED;
    }

    private static Result remember(OrganizationEdit draft, BinaryEdit binary, SourceImage image, Result result) {
        binary.remember(draft.result(image.hash(), result));
        return result;
    }

    /// Rejects an upload and purges its blob.
    private static Decision invalid(Register command, Rejection reason, Instant now) {
        return Decision.invalid(
                command, reason, now, List.of(new BlobPurge(command.content().blob(), reason.code())));
    }

    private static SourceImage image(BinaryEdit binary, ImageHash hash) {
        return binary.variant(hash)
                .orElseThrow(() -> new IllegalStateException("a registered image is missing: " + hash))
                .image();
    }

    private static Outcome outcome(Register command, SourceImage image, Result result, Instant now) {
        return new Outcome.Registered(command.envelope(), now, shown(command, image, result), result == Result.CREATED);
    }

    /// Returns the image for the outcome: an unconverted image that existed before notes that the requested
    /// conversion was not done.
    private static SourceImage shown(Register command, SourceImage image, Result result) {
        var ignored = result != Result.CREATED
                && image.content().optimization() == null
                && command.content().optimization() != null;
        return ignored
                ? image.withContent(
                        image.content().with(Optimization.kept("the image existed before and is unchanged")))
                : image;
    }

    private static Rejection foreignBlob(Register command) {
        return new Rejection.MalformedCommand(
                "the blob " + command.content().blob() + " does not belong to organization " + command.organization());
    }
}
