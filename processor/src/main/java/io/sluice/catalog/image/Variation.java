package io.sluice.catalog.image;

import io.sluice.catalog.edit.BinaryEdit;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.MetadataLimits;
import io.sluice.catalog.edit.OrganizationEdit;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.catalog.state.Variant;
import io.sluice.command.EditCommand.EditDynamicMetadata;
import io.sluice.command.EditCommand.EditDynamicMetadata.Previous;
import io.sluice.command.EditCommand.Protect;
import io.sluice.command.Rejection;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageIdentity;
import io.sluice.image.Lifecycle;
import io.sluice.image.SourceImage;
import io.sluice.image.Stamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The decisions of commands that change an image's identity, and so create another image of the same binary:
/// [Protect] and [EditDynamicMetadata]. The two images share the blob.
public final class Variation {

    private final ImageChange images;

    public Variation(CatalogState state) {
        images = new ImageChange(state);
    }

    public Decision decide(Protect command, long number, Instant now) {
        var previous = command.deletePrevious() ? Previous.DELETE : Previous.KEEP;
        return images.decide(
                command, command.hash(), number, now, MetadataLimits.tooMuchDynamicMetadata(), (draft, binary) -> {
                    var live = binary.live(command.hash());
                    if (live.isEmpty()) {
                        return draft.result(command.hash(), Result.NOT_FOUND);
                    }
                    var image = live.get().image();
                    if (image.isProtected() == command.isProtected()) {
                        return draft.result(command.hash(), Result.UNCHANGED);
                    }
                    var wanted = new Wanted(
                            image.dynamicMetadata(),
                            command.isProtected(),
                            command.trail().accepted());
                    return vary(draft, binary, live.get(), wanted, previous);
                });
    }

    public Decision decide(EditDynamicMetadata command, long number, Instant now) {
        try {
            var _ = new DynamicMetadata(command.edit().set());
        } catch (IllegalArgumentException e) {
            return Decision.refused(
                    command, new Rejection.MalformedMetadata("meta_dynamic", String.valueOf(e.getMessage())), now);
        }
        return images.decide(
                command, command.hash(), number, now, MetadataLimits.tooMuchDynamicMetadata(), (draft, binary) -> {
                    var live = binary.live(command.hash());
                    if (live.isEmpty()) {
                        return draft.result(command.hash(), Result.NOT_FOUND);
                    }
                    var image = live.get().image();
                    var edited = new DynamicMetadata(
                            command.edit().applyTo(image.dynamicMetadata().fields()));
                    if (edited.canonicalJson().equals(image.dynamicMetadata().canonicalJson())) {
                        return draft.result(command.hash(), Result.UNCHANGED);
                    }
                    var wanted = new Wanted(
                            edited, image.isProtected(), command.trail().accepted());
                    return vary(draft, binary, live.get(), wanted, command.previous());
                });
    }

    /// The requested properties of the other image.
    ///
    /// @param time when it is created, and the former image deleted
    private record Wanted(DynamicMetadata dynamicMetadata, boolean isProtected, Instant time) {}

    private static CommandResult vary(
            OrganizationEdit draft, BinaryEdit binary, Variant former, Wanted wanted, Previous previous) {
        var image = former.image();
        var target = ImageHash.of(image.binaryHash(), wanted.dynamicMetadata(), wanted.isProtected());
        // an image that kept its hash before may return to the content of its hash
        if (previous == Previous.KEEP_HASH || target.equals(image.hash())) {
            return changeInPlace(draft, binary, former, wanted);
        }
        if (previous == Previous.DELETE && image.locked()) {
            return draft.result(image.hash(), Result.LOCKED);
        }
        var existing = binary.variant(target).filter(variant -> variant.purged() == 0);
        var content = existing.filter(Variant::live).map(Variant::image).orElse(image);
        var variant = variant(
                content, wanted, target, draft, existing.map(Variant::image).orElse(null));
        if (binary.exceedsLimitWith(variant)) {
            return draft.result(image.hash(), Result.TOO_MUCH_METADATA);
        }
        if (previous == Previous.DELETE) {
            binary.put(former.with(image.withDeleted(wanted.time()).stamped(draft.revision(0), draft.author())));
        }
        existing.ifPresentOrElse(it -> binary.put(it.with(variant)), () -> binary.create(variant));
        return draft.result(image.hash(), existing.isPresent() ? Result.CHANGED : Result.CREATED, target, null);
    }

    private static CommandResult changeInPlace(
            OrganizationEdit draft, BinaryEdit binary, Variant former, Wanted wanted) {
        var image = former.image();
        var changed = variant(image, wanted, image.hash(), draft, image);
        if (binary.exceedsLimitWith(changed)) {
            return draft.result(image.hash(), Result.TOO_MUCH_METADATA);
        }
        binary.put(former.with(changed));
        return draft.result(image.hash(), Result.CHANGED);
    }

    /// @param content  source of the name and the user metadata
    /// @param existing the image with that hash, if there is one; it keeps its bytes, short hash and
    ///                 lifecycle
    private static SourceImage variant(
            SourceImage content,
            Wanted wanted,
            ImageHash hash,
            OrganizationEdit draft,
            @Nullable SourceImage existing) {
        var bytes = existing == null ? content : existing;
        return new SourceImage(
                new ImageIdentity(
                        content.organization(),
                        hash,
                        existing == null ? draft.shortHash(hash, content.binaryHash()) : existing.shortHash(),
                        content.binaryHash()),
                new Lifecycle(
                        existing == null ? wanted.time() : existing.created(),
                        null,
                        existing != null && existing.locked()),
                content.name(),
                wanted.isProtected(),
                content.userMetadata(),
                wanted.dynamicMetadata(),
                bytes.content(),
                new Stamp( // after that of the former image, which may be deleted by the same command
                        draft.revision(1), draft.author()));
    }
}
