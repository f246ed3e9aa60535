package io.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.command.Rejection;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.Optimization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much metadata images can have. It adds up over commands, and every record must fit its topic.
final class MetadataLimits {

    /// Most characters of an image's user metadata.
    static final int MAX_USER_METADATA = 256 * 1024;

    /// Most characters of an image's dynamic metadata.
    static final int MAX_DYNAMIC_METADATA = 64 * 1024;

    /// Most characters of all images of one binary, deleted ones included, that are kept in one record.
    static final int MAX_BINARY = 1024 * 1024;

    /// Characters that an image takes besides its metadata.
    private static final int REST_OF_IMAGE = 1024;

    private MetadataLimits() {}

    static boolean areExceededBy(UserMetadata metadata) {
        return length(metadata.fields()) > MAX_USER_METADATA;
    }

    static boolean areExceededBy(DynamicMetadata metadata) {
        return length(metadata.fields()) > MAX_DYNAMIC_METADATA;
    }

    /// Whether an image has too much, or would have beside `others`, made of the same binary.
    static boolean areExceededBy(SourceImage image, Collection<Variant> others) {
        if (areExceededBy(image.userMetadata()) || areExceededBy(image.dynamicMetadata())) {
            return true;
        }
        return !others.isEmpty()
                && length(image)
                                + others.stream()
                                        .mapToLong(other -> length(other.image()))
                                        .sum()
                        > MAX_BINARY;
    }

    static Rejection tooMuchUserMetadata() {
        return new Rejection.MalformedMetadata(
                "meta_user",
                "an image can have at most " + MAX_USER_METADATA + " characters of user metadata, and all images of one"
                        + " binary " + MAX_BINARY);
    }

    static Rejection tooMuchDynamicMetadata() {
        return new Rejection.MalformedMetadata(
                "meta_dynamic",
                "an image can have at most " + MAX_DYNAMIC_METADATA + " characters of dynamic metadata, and all images"
                        + " of one binary " + MAX_BINARY);
    }

    private static long length(SourceImage image) {
        return REST_OF_IMAGE
                + length(image.optimization())
                + length(image.userMetadata().fields())
                + length(image.dynamicMetadata().fields());
    }

    private static long length(@Nullable Optimization optimization) {
        return optimization == null
                ? 0
                : optimization.notes().stream().mapToLong(String::length).sum();
    }

    private static long length(Map<String, JsonNode> fields) {
        var characters = 0L;
        for (var field : fields.entrySet()) {
            characters += field.getKey().length() + field.getValue().toString().length();
        }
        return characters;
    }
}
