package io.sluice.catalog;

import io.sluice.command.BlobPurge;
import io.sluice.command.CatalogCommand.Register;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import java.time.Instant;
import java.util.List;

/// Decides [Register]: a new image, or metadata for the one that exists.
final class Registration {

    /// Most characters of an image's user metadata. Fields add up over uploads, and the record must fit its topic.
    static final int MAX_USER_METADATA = 256 * 1024;

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
        if (isTooLong(command.userMetadata())) {
            return hopeless(command, tooMuchMetadata(), now);
        }
        var hash = ImageHash.of(command.binaryHash(), command.dynamicMetadata(), command.isProtected());
        return state.image(command.organization(), hash)
                .map(existing -> existing.shows(command, number)
                        ? replay(command, existing, now)
                        : merge(command, existing, number, now))
                .orElseGet(() -> create(command, hash, number, now));
    }

    private Decision create(Register command, ImageHash hash, long number, Instant now) {
        var image = new SourceImage(
                command.organization(),
                hash,
                ShortHashes.choose(state, command.organization(), hash),
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
                number,
                command.id());
        var created = new ImageState(image, command.id());
        return Decision.done(List.of(new StateChange.PutImage(created)), outcome(command, created, now), List.of());
    }

    private Decision merge(Register command, ImageState existing, long number, Instant now) {
        var image = existing.image();
        var metadata = image.userMetadata().with(command.userMetadata());
        var purges = purges(command, image);
        if (metadata.equals(image.userMetadata())) {
            return Decision.done(List.of(), outcome(command, existing, now), purges);
        }
        if (isTooLong(metadata)) {
            return Decision.hopeless(command, tooMuchMetadata(), now, purges);
        }
        var merged = new ImageState(image.withUserMetadata(metadata, number, command.id()), existing.createdBy());
        return Decision.done(List.of(new StateChange.PutImage(merged)), outcome(command, merged, now), purges);
    }

    private static Decision replay(Register command, ImageState existing, Instant now) {
        return Decision.done(
                List.of(new StateChange.PutImage(existing)),
                outcome(command, existing, now),
                purges(command, existing.image()));
    }

    /// A rejected upload leaves nothing behind.
    private static Decision hopeless(Register command, Rejection reason, Instant now) {
        return Decision.hopeless(command, reason, now, List.of(new BlobPurge(command.blob(), reason.code())));
    }

    private static List<BlobPurge> purges(Register command, SourceImage image) {
        return command.blob().equals(image.blob())
                ? List.of()
                : List.of(new BlobPurge(command.blob(), "the image exists and keeps its blob"));
    }

    private static Outcome outcome(Register command, ImageState image, Instant now) {
        return new Outcome.Registered(
                command.operation(),
                command.part(),
                command.organization(),
                command.trail(),
                now,
                image.image(),
                image.isCreatedBy(command));
    }

    private static boolean isTooLong(UserMetadata metadata) {
        var characters = 0L;
        for (var field : metadata.fields().entrySet()) {
            characters += field.getKey().length() + field.getValue().toString().length();
        }
        return characters > MAX_USER_METADATA;
    }

    private static Rejection tooMuchMetadata() {
        return new Rejection.MalformedMetadata(
                "meta_user", "an image can have at most " + MAX_USER_METADATA + " characters of user metadata");
    }

    private static Rejection foreignBlob(Register command) {
        return new Rejection.MalformedCommand(
                "the blob " + command.blob() + " does not belong to organization " + command.organization());
    }
}
