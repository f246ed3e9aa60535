package io.sluice.ingest.image;

import io.sluice.image.SourceImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The strong entity tag of an image's stored bytes (RFC 9110, section 8.8.3). The hash alone would not do: deleted
/// and uploaded again with another optimization, the same hash stands for other bytes in another blob.
record EntityTag(String value) {

    static EntityTag of(SourceImage image) {
        var blob = image.blob().value();
        return new EntityTag(image.hash() + "-" + Integer.toHexString(blob.hashCode()));
    }

    /// Whether `If-None-Match` names this tag, or any.
    boolean matches(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(toString()));
    }

    /// Whether a range may be served under this `If-Range`; one that holds a date never allows it.
    boolean allowsRange(@Nullable String ifRange) {
        return ifRange == null || ifRange.strip().equals(toString());
    }

    @Override
    public String toString() {
        return '"' + value + '"';
    }
}
