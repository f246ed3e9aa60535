package io.sluice.catalog.image;

import io.sluice.catalog.edit.BinaryEdit;
import io.sluice.catalog.edit.Decision;
import io.sluice.catalog.edit.OrganizationEdit;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.CommandResult;
import io.sluice.catalog.state.CommandResult.Result;
import io.sluice.command.CatalogCommand;
import io.sluice.command.Outcome;
import io.sluice.command.Outcome.Effect;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The decision of commands about a single image, whose outcome is [Outcome.Changed].
final class ImageChange {

    private final CatalogState state;

    ImageChange(CatalogState state) {
        this.state = state;
    }

    /// The effect of a kind of command on the image that it names.
    interface Step {
        CommandResult apply(OrganizationEdit draft, BinaryEdit binary);
    }

    /// @param step      executed unless the command was decided before
    /// @param exceeding reason of the rejection when the image would exceed the metadata limit
    Decision decide(CatalogCommand command, ImageHash hash, long number, Instant now, Rejection exceeding, Step step) {
        var draft = new OrganizationEdit(state, command.organization(), number, command.id());
        var result = draft.resultFor(
                hash,
                variant -> variant.live() ? Result.CHANGED : Result.NOT_FOUND,
                binary -> step.apply(draft, binary));
        return switch (result.result()) {
            case CREATED -> changed(command, draft, result, hash, Effect.CREATED, now);
            case CHANGED -> changed(command, draft, result, hash, Effect.CHANGED, now);
            case UNCHANGED -> changed(command, draft, result, hash, Effect.UNCHANGED, now);
            case PROTECTED ->
                Decision.refused(
                        command,
                        new Rejection.Forbidden("The source image " + hash + " has the bytes of a protected one: only"
                                + " members who may download protected originals can restore it"),
                        now,
                        draft);
            case LOCKED -> Decision.refused(command, new Rejection.ImageLocked(hash.value()), now, draft);
            case TOO_MUCH_METADATA -> Decision.refused(command, exceeding, now, draft);
            case NOT_FOUND,
                    QUOTA,
                    TAKEN_OVER,
                    KEPT,
                    DELETED,
                    PURGED,
                    REMOVED,
                    LAST_ADMIN,
                    TOO_MANY_KEYS,
                    TOO_MANY_MEMBERS ->
                Decision.refused(command, new Rejection.NotFound("source image " + hash), now, draft);
        };
    }

    private static Decision changed(
            CatalogCommand command,
            OrganizationEdit draft,
            CommandResult result,
            ImageHash hash,
            Effect effect,
            Instant now) {
        var image = Optional.<@Nullable ImageHash>ofNullable(result.image()).orElse(hash);
        var variant = draft.binaryOf(hash)
                .flatMap(binary -> binary.variant(image))
                .orElseThrow(() -> new IllegalStateException("a changed image is missing: " + image));
        var outcome = new Outcome.Changed(command.envelope(), now, variant.image(), effect);
        return Decision.done(draft, outcome);
    }
}
