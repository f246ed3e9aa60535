package io.sluice.ingest.image;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a `Range` header asks for, of an object of known length (RFC 9110, section 14).
sealed interface ByteRange {

    /// Everything: no range is asked for, or one that may be ignored, as several at once are.
    record Whole() implements ByteRange {}

    /// @param offset of the first byte
    /// @param length at least 1
    record Some(long offset, long length) implements ByteRange {}

    /// No byte of the object is in the range.
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
            return new Whole(); // not a valid range at all, so it is ignored
        }
        return from >= size ? new Unsatisfiable() : new Some(from, Math.min(to, size - 1) - from + 1);
    }

    private static ByteRange suffix(long length, long size) {
        return length == 0 ? new Unsatisfiable() : new Some(Math.max(0, size - length), Math.min(length, size));
    }
}
