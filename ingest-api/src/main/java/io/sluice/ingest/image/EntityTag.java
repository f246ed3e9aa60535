package io.sluice.ingest.image;

import io.sluice.image.SourceImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The strong entity tag of an image's stored bytes (RFC 9110, section 8.8.3). The hash alone is not
/// sufficient: when an image is deleted and uploaded again with another optimization, the same hash has other
/// bytes in another blob.
public record EntityTag(String value) {

    /// Returns the tag of a preview, which is of the stored bytes, too.
    public static EntityTag ofPreview(SourceImage image, int side) {
        return new EntityTag(of(image).value + "-" + side);
    }

    static EntityTag of(SourceImage image) {
        var blob = image.blob().value();
        return new EntityTag(image.hash() + "-" + Integer.toHexString(blob.hashCode()));
    }

    /// Returns whether `If-None-Match` contains this tag or `*`.
    public boolean matches(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(toString()));
    }

    /// Returns whether this `If-Range` allows a partial response; a date never does.
    boolean allowsRange(@Nullable String ifRange) {
        return ifRange == null || ifRange.strip().equals(toString());
    }

    @Override
    public String toString() {
        return '"' + value + '"';
    }
}
