package io.sluice.catalog.state;

import io.sluice.account.Usage;
import io.sluice.image.SourceImage;
import io.sluice.operation.CommandId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One of the images that were created from a binary.
///
/// @param image     the published image
/// @param createdBy id of the command, or of the job, that created it
/// @param created   number of that command
/// @param purged    number of the command that purged it, 0 when it is not purged; a purged variant is kept
///                  for a while, so that no replay of the previous commands restores it
public record Variant(SourceImage image, CommandId createdBy, long created, long purged) {

    public static Variant created(SourceImage image, CommandId createdBy, long number) {
        return new Variant(image, createdBy, number, 0);
    }

    /// Returns whether the image is live.
    public boolean live() {
        return purged == 0 && image.isLive();
    }

    /// Returns whether the image is deleted and can be restored.
    public boolean restorable() {
        return purged == 0 && !image.isLive();
    }

    /// Returns when the image was deleted, while it can be restored.
    @Nullable
    public Instant restorableSince() {
        return purged == 0 ? image.deleted() : null;
    }

    /// Returns what it adds to the usage of its organization.
    public Usage usage() {
        if (purged > 0) {
            return Usage.NONE;
        }
        return image.isLive() ? Usage.live(1, image.size()) : Usage.deleted(1, image.size());
    }

    public Variant with(SourceImage changed) {
        return new Variant(changed, createdBy, created, purged);
    }
}
