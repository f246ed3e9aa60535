package io.sluice.command;

import io.sluice.image.BlobKey;
import io.sluice.image.SourceImage;

/// An image that is being copied into another organization.
///
/// @param image the image in the source organization, including its blob
/// @param blob  the copy of that blob, written for the destination alone
public record CopiedImage(SourceImage image, BlobKey blob) {

    public CopiedImage {
        if (image == null || blob == null) {
            throw new IllegalArgumentException("a copied image needs the fields \"image\" and \"blob\"");
        }
    }
}
