package io.sluice.ingest.image;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The range that a `Range` header requests of an object of known length (RFC 9110, section 14).
sealed interface ByteRange {

    /// The whole object: the header is absent or ignored, as for several ranges.
    record Whole() implements ByteRange {}

    /// @param offset offset of the first byte
    /// @param length number of bytes, at least 1
    record Some(long offset, long length) implements ByteRange {}

    /// A range outside the object.
    record Unsatisfiable() implements ByteRange {}

    Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    static ByteRange parse(@Nullable String header, long size) {
        var matcher = SINGLE.matcher(header == null ? "" : header.strip());
        if (!matcher.matches()) {
            return new Whole();
        }
        var first = matcher.group(1);
        var last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(Long.parseLong(last), size);
        }
        var from = Long.parseLong(first);
        var to = last.isEmpty() ? Long.MAX_VALUE : Long.parseLong(last);
        if (to < from) {
            return new Whole(); // an invalid range is ignored
        }
        return from >= size ? new Unsatisfiable() : new Some(from, Math.min(to, size - 1) - from + 1);
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 ? new Unsatisfiable() : new Some(Math.max(0, size - length), Math.min(length, size));
    }
}
