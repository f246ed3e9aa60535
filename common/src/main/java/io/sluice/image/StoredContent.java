package io.sluice.image;

import org.jspecify.annotations.Nullable;

/// The stored bytes of an image, and what they contain.
///
/// @param blob         key of the bytes
/// @param format       format of the bytes
/// @param size         length in bytes
/// @param width        width in pixels
/// @param height       height in pixels
/// @param opaque       whether every pixel is fully opaque
/// @param animated     whether there is more than one frame in time
/// @param optimization how the bytes were derived, or null when they are the received bytes
public record StoredContent(
        BlobKey blob,
        ImageFormat format,
        long size,
        int width,
        int height,
        boolean opaque,
        boolean animated,
        @Nullable Optimization optimization) {

    public StoredContent {
        if (blob == null || format == null) {
            throw new IllegalArgumentException("stored content needs the fields \"blob\" and \"format\"");
        }
        if (width < 1 || height < 1 || size < 1) {
            throw new IllegalArgumentException("an image has positive dimensions and size, not " + width + " × "
                    + height + ", " + size + " bytes");
        }
    }

    /// Returns the same content with another description of how its bytes were derived.
    public StoredContent with(Optimization other) {
        return new StoredContent(blob, format, size, width, height, opaque, animated, other);
    }

    /// Returns the same content, stored as another blob.
    public StoredContent in(BlobKey copy) {
        return new StoredContent(copy, format, size, width, height, opaque, animated, optimization);
    }
}
