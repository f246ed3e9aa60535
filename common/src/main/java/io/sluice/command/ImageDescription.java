package io.sluice.command;

import io.sluice.image.DynamicMetadata;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import org.jspecify.annotations.Nullable;

/// The properties of an image that its uploader chooses.
///
/// @param name            file name; when absent, the last path segment of a URL
/// @param userMetadata    user metadata of the image
/// @param dynamicMetadata dynamic metadata of the image, which is part of its hash
/// @param options         further options
public record ImageDescription(
        @Nullable String name, UserMetadata userMetadata, DynamicMetadata dynamicMetadata, UploadOptions options) {

    @SuppressWarnings("NullAway") // absent JSON fields are null here and become the defaults
    public ImageDescription {
        name = name == null ? null : SourceImage.nameOf(name);
        userMetadata = userMetadata == null ? UserMetadata.NONE : userMetadata;
        dynamicMetadata = dynamicMetadata == null ? DynamicMetadata.NONE : dynamicMetadata;
        options = options == null ? UploadOptions.NONE : options;
    }
}
