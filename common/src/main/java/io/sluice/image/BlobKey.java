package io.sluice.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;

/// The key of an object in the store: segments of `[A-Za-z0-9._-]` separated by `/`, none of them `.` or `..`.
///
/// A key contains nothing chosen by a client except the organization's name.
public record BlobKey(@JsonValue String value) {

    private static final int MAX_LENGTH = 512;

    private static final Pattern VALID =
            Pattern.compile("(?!.*(^|/)\\.{1,2}(/|$))[A-Za-z0-9._-]{1,200}(/[A-Za-z0-9._-]{1,200}){0,8}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BlobKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "an object key has segments of A-Z a-z 0-9 . _ - separated by '/', but this is \"" + value + '"');
        }
    }

    public static boolean isValid(String value) {
        return value.length() <= MAX_LENGTH && VALID.matcher(value).matches();
    }

    /// Creates a key that is never used again: `blobs/{organization}/{random}`.
    public static BlobKey unique(Organization organization) {
        return new BlobKey(prefix(organization) + UUID.randomUUID());
    }

    /// Returns the common prefix of the keys of all blobs of an organization.
    public static String prefix(Organization organization) {
        return "blobs/" + organization + "/";
    }

    /// Returns whether this is the key of a blob of `organization`.
    public boolean belongsTo(Organization organization) {
        return value.startsWith(prefix(organization));
    }

    @Override
    public String toString() {
        return value;
    }
}
