package io.sluice.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The identity of a source image within its organization: SHA-1 of the binary hash, the dynamic metadata and
/// the protection.
///
/// The same bytes with the same dynamic metadata and protection have the same hash in every organization. The
/// name and the user metadata do not affect it.
public record ImageHash(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ImageHash {
        Sha1.check("an image hash", value);
    }

    /// Computes the hash of the canonical form: three lines of `sluice:1`, the binary hash, and
    /// `{"dynamic":…,"protected":…}` with sorted keys and without whitespace. The form is frozen: changing it
    /// would change the hash of every image.
    public static ImageHash of(BinaryHash binaryHash, DynamicMetadata dynamicMetadata, boolean isProtected) {
        var canonical = "sluice:1\n" + binaryHash + "\n{\"dynamic\":" + dynamicMetadata.canonicalJson()
                + ",\"protected\":" + isProtected + "}";
        var digest = Sha1.digest();
        digest.update(canonical.getBytes(UTF_8));
        return new ImageHash(Sha1.hex(digest));
    }

    /// Returns the first `length` digits as a short hash.
    public ShortHash shortened(int length) {
        return new ShortHash(value.substring(0, length));
    }

    @Override
    public String toString() {
        return value;
    }
}
