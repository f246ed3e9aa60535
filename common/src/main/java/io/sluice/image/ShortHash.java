package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// The shortest prefix of an image hash, at least 6 digits, that was unique in its organization when the
/// image was created. It never changes, even when later images share the prefix.
public record ShortHash(@JsonValue String value) {

    /// Minimum number of digits.
    public static final int MIN_LENGTH = 6;

    private static final Pattern VALID = Pattern.compile("[0-9a-f]{6,40}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ShortHash {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a short hash is 6 to 40 lower-case hexadecimal digits, but this is \"" + value + '"');
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
