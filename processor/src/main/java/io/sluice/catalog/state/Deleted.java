package io.sluice.catalog.state;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import org.jspecify.annotations.Nullable;

/// An image that was deleted, purged or refused at some time.
///
/// @param mark    the time in milliseconds when it was deleted, or the number of the command that purged it
///                or could not create it
/// @param refused the bytes that were refused; null when the image was deleted or purged
public record Deleted(
        Organization organization,
        ImageHash hash,
        long mark,
        @Nullable Refused refused) {

    public Deleted(Organization organization, ImageHash hash, long mark) {
        this(organization, hash, mark, null);
    }
}
