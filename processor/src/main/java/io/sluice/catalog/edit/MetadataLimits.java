package io.sluice.catalog.edit;

import io.sluice.catalog.state.Variant;
import io.sluice.command.Rejection;
import io.sluice.command.Rejection.MalformedMetadata;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.Optimization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// The limits of images' metadata. Metadata grows over commands, and every record must fit on its topic.
public final class MetadataLimits {

    /// Maximum characters of all images of one binary, including deleted ones, in one record.
    public static final int MAX_BINARY = 1024 * 1024;

    /// Characters of an image besides its metadata.
    private static final int REST_OF_IMAGE = 1024;

    private MetadataLimits() {}

    /// Returns whether an image exceeds the limits, alone or together with `others`, created from the same
    /// binary.
    static boolean areExceededBy(SourceImage image, Collection<Variant> others) {
        if (image.userMetadata().isTooLong() || image.dynamicMetadata().isTooLong()) {
            return true;
        }
        return !others.isEmpty()
                && length(image)
                                + others.stream()
                                        .mapToLong(other -> length(other.image()))
                                        .sum()
                        > MAX_BINARY;
    }

    public static Rejection tooMuchUserMetadata() {
        return tooMuch("meta_user", UserMetadata.MAX_LENGTH, "user metadata");
    }

    public static Rejection tooMuchDynamicMetadata() {
        return tooMuch("meta_dynamic", DynamicMetadata.MAX_LENGTH, "dynamic metadata");
    }

    private static Rejection tooMuch(String field, int limit, String metadata) {
        return new MalformedMetadata(
                field, MalformedMetadata.lengthLimit(limit, metadata) + ", and all images of one binary " + MAX_BINARY);
    }

    private static long length(SourceImage image) {
        return REST_OF_IMAGE
                + length(image.optimization())
                + image.userMetadata().length()
                + image.dynamicMetadata().length();
    }

    private static long length(@Nullable Optimization optimization) {
        if (optimization == null) {
            return 0;
        }
        String kept = optimization.kept();
        return optimization.notes().stream().mapToLong(String::length).sum() + (kept == null ? 0 : kept.length());
    }
}
