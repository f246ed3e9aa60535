package io.sluice.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The identity of a source image within its organization: SHA-1 over the binary hash, the dynamic metadata and the
/// protection.
///
/// The same bytes with the same dynamic metadata and protection have the same hash in every organization. The name
/// and the user metadata never change it.
public record ImageHash(@JsonValue String value) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ImageHash {
        Sha1.check("an image hash", value);
    }

    /// The hash of the canonical form: three lines of `sluice:1`, the binary hash, and `{"dynamic":…,"protected":…}`
    /// with the keys of every object sorted and no blanks. The form is frozen: changing it would
    /// rename every image.
    public static ImageHash of(BinaryHash binaryHash, DynamicMetadata dynamicMetadata, boolean isProtected) {
        var canonical = "sluice:1\n" + binaryHash + "\n{\"dynamic\":" + dynamicMetadata.canonicalJson()
                + ",\"protected\":" + isProtected + "}";
        var digest = Sha1.digest();
        digest.update(canonical.getBytes(UTF_8));
        return new ImageHash(Sha1.hex(digest));
    }

    /// The first `length` digits, as a short hash.
    public ShortHash shortened(int length) {
        return new ShortHash(value.substring(0, length));
    }

    @Override
    public String toString() {
        return value;
    }
}
