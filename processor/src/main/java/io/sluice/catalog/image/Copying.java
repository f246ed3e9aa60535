package io.sluice.catalog.image;

import io.sluice.account.Usage;
import io.sluice.catalog.edit.BinaryEdit;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.OrganizationEdit;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.Variant;
import io.sluice.command.BlobPurge;
import io.sluice.command.CopiedImage;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand.RegisterCopies;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageIdentity;
import io.sluice.image.Lifecycle;
import io.sluice.image.Organization;
import io.sluice.image.ShortHash;
import io.sluice.image.SourceImage;
import io.sluice.image.Stamp;
import io.sluice.operation.CommandId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// The decision of [RegisterCopies]: images of another organization become images of this one.
public final class Copying {

    private static final String LEFT_OVER = "the image exists and keeps its blob";

    private final CatalogState state;

    public Copying(CatalogState state) {
        this.state = state;
    }

    public Decision decide(RegisterCopies command, long number, Instant now) {
        var foreign = command.images().stream()
                .map(CopiedImage::blob)
                .filter(blob -> !blob.belongsTo(command.organization()))
                .findFirst();
        if (foreign.isPresent()) {
            var reason = new Rejection.MalformedCommand(
                    "the blob " + foreign.get() + " does not belong to organization " + command.organization());
            return Decision.invalid(command, reason, now, List.of());
        }
        var organization = state.organization(command.organization());
        if (organization.isEmpty() || !organization.get().existedAt(number)) {
            var reason =
                    new Rejection.UnknownOrganization(command.organization().name());
            var blobs = command.images().stream()
                    .map(copy -> new BlobPurge(copy.blob(), reason.code()))
                    .toList();
            return Decision.refused(command, reason, now, List.of(), blobs);
        }
        return copy(command, number, now);
    }

    private Decision copy(RegisterCopies command, long number, Instant now) {
        var draft = OrganizationEdit.of(state, command, command.slice(), number);
        var results = new Results();
        var seen = new HashSet<ImageHash>();
        for (var position = 0; position < command.images().size(); position++) {
            var copied = command.images().get(position);
            var hash = copied.image().hash();
            draft.unwanted(copied.blob(), LEFT_OVER);
            if (!seen.add(hash)) {
                continue;
            }
            var binary = draft.binary(copied.image().binaryHash());
            var at = draft.revision(position);
            results.add(
                    hash,
                    decidedBefore(binary, hash, command).orElseGet(() -> copy(draft, binary, copied, command, at)));
        }
        var refused = !results.failed.isEmpty() && results.created.isEmpty() && results.existing.isEmpty();
        if (refused && command.slice() == null && draft.isOverQuota()) {
            return Decision.refused(command, draft.quota(), now, draft);
        }
        var missing = withoutDecided(command.missing(), draft, command, results);
        var failed = withoutDecided(command.failed(), draft, command, results);
        failed.addAll(results.failed);
        var outcome = new Outcome.Copied(
                command.envelope(),
                now,
                results.created,
                results.existing,
                missing,
                failed,
                draft.highestRevision(results.copies),
                command.slice());
        return Decision.done(draft, outcome);
    }

    private static Optional<Result> decidedBefore(BinaryEdit binary, ImageHash hash, RegisterCopies command) {
        return binary.rememberedCreating(hash, command.trail().accepted()).map(CommandResult::result);
    }

    /// Returns the images of which the copier has no bytes. After a crash it looks at the source again, where an
    /// image that it has already copied may be gone: what was decided then stays.
    private static List<ImageHash> withoutDecided(
            List<ImageHash> hashes, OrganizationEdit draft, RegisterCopies command, Results results) {
        var left = new ArrayList<ImageHash>();
        for (var hash : hashes) {
            draft.binaryOf(hash)
                    .flatMap(binary -> decidedBefore(binary, hash, command))
                    .ifPresentOrElse(result -> results.add(hash, result), () -> left.add(hash));
        }
        return left;
    }

    /// The images of a command by their results.
    private static final class Results {

        private final List<ImageHash> created = new ArrayList<>();
        private final List<ImageHash> existing = new ArrayList<>();
        private final List<ImageHash> failed = new ArrayList<>();

        /// The images that have the content of the source.
        private final List<ImageHash> copies = new ArrayList<>();

        void add(ImageHash hash, Result result) {
            switch (result) {
                case CREATED -> created.add(hash);
                case TOO_MUCH_METADATA, QUOTA -> failed.add(hash);
                default -> existing.add(hash);
            }
            if (result == Result.CREATED || result == Result.TAKEN_OVER) {
                copies.add(hash);
            }
        }
    }

    private static Result copy(
            OrganizationEdit draft, BinaryEdit binary, CopiedImage copied, RegisterCopies command, long revision) {
        var hash = copied.image().hash();
        var there = binary.variant(hash);
        if (binary.replayed() && there.isPresent() && there.get().purged() == 0) {
            binary.touch(hash);
            return command.keepExisting() ? Result.KEPT : Result.TAKEN_OVER;
        }
        if (there.isPresent() && there.get().live()) {
            return command.keepExisting()
                    ? keep(draft, binary, hash)
                    : overwrite(draft, binary, copied, there.get(), revision);
        }
        return create(draft, binary, copied, command, revision);
    }

    private static Result create(
            OrganizationEdit draft, BinaryEdit binary, CopiedImage copied, RegisterCopies command, long revision) {
        var source = copied.image();
        var deleted = binary.variant(source.hash()).filter(Variant::restorable);
        var before = deleted.map(Variant::usage).orElse(Usage.NONE);
        // before the image gets a short hash, which would remain
        if (!draft.reserve(source.hash(), Usage.live(1, source.size()).minus(before))) {
            draft.refuse(source.hash(), copied.blob());
            return Result.QUOTA;
        }
        var shortHash = draft.shortHash(source.hash(), source.binaryHash());
        var image = copyOf(
                copied, command.organization(), shortHash, command.trail().accepted(), false, revision, draft.author());
        if (binary.exceedsLimitWith(image)) {
            binary.remember(draft.result(source.hash(), Result.TOO_MUCH_METADATA));
            return Result.TOO_MUCH_METADATA;
        }
        binary.create(image);
        deleted.ifPresent(it -> binary.remember(
                draft.result(source.hash(), Result.CREATED, null, it.image().blob())));
        return Result.CREATED;
    }

    private static Result keep(OrganizationEdit draft, BinaryEdit binary, ImageHash hash) {
        binary.remember(draft.result(hash, Result.KEPT));
        return Result.KEPT;
    }

    /// Overwrites an image: the content comes from the source; the identity and the lock stay.
    private static Result overwrite(
            OrganizationEdit draft, BinaryEdit binary, CopiedImage copied, Variant there, long revision) {
        var former = there.image();
        var image = copyOf(
                copied,
                former.organization(),
                former.shortHash(),
                former.created(),
                former.locked(),
                revision,
                draft.author());
        if (binary.exceedsLimitWith(image)) {
            binary.remember(draft.result(former.hash(), Result.TOO_MUCH_METADATA));
            return Result.TOO_MUCH_METADATA;
        }
        binary.put(there.with(image));
        binary.remember(draft.result(former.hash(), Result.TAKEN_OVER, null, former.blob()));
        return Result.TAKEN_OVER;
    }

    private static SourceImage copyOf(
            CopiedImage copied,
            Organization organization,
            ShortHash shortHash,
            Instant created,
            boolean locked,
            long revision,
            CommandId author) {
        var source = copied.image();
        return new SourceImage(
                new ImageIdentity(organization, source.hash(), shortHash, source.binaryHash()),
                new Lifecycle(created, null, locked),
                source.name(),
                source.isProtected(),
                source.userMetadata(),
                source.dynamicMetadata(),
                source.content().in(copied.blob()),
                new Stamp(revision, author));
    }
}
