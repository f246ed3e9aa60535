package io.sluice.command;

import io.sluice.image.BlobKey;
import io.sluice.image.SourceImage;

/// An image on its way into another organization.
///
/// @param image what the source organization has, blob and all
/// @param blob  the copy of that blob, written for the destination alone
public record CopiedImage(SourceImage image, BlobKey blob) {

    public CopiedImage {
        if (image == null || blob == null) {
            throw new IllegalArgumentException("a copied image needs the fields \"image\" and \"blob\"");
        }
    }
}
