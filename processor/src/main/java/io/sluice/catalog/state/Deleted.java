package io.sluice.catalog.state;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import org.jspecify.annotations.Nullable;

/// An image that was deleted, purged or refused at some time.
///
/// @param mark    the time in milliseconds when it was deleted, or the number of the command that purged it
///                or was refused it
/// @param refused what did not become the image; null when it was deleted or purged
public record Deleted(
        Organization organization,
        ImageHash hash,
        long mark,
        @Nullable Refused refused) {

    public Deleted(Organization organization, ImageHash hash, long mark) {
        this(organization, hash, mark, null);
    }
}
