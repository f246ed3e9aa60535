package io.sluice.catalog;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.ShortHash;
import java.util.Optional;

/// Chooses short hashes.
///
/// Of all hashes in an organization the one that shares the longest prefix with a new one stands right before or right
/// after it in order. One digit more than it shares with those two is therefore a prefix that no other hash begins
/// with; and as every short hash is a prefix of a hash, no short hash can be equal to it either. Two look-ups, however
/// many images there are.
final class ShortHashes {

    private ShortHashes() {}

    /// The shortest prefix of `hash`, [ShortHash#MIN_LENGTH] digits or more, that is unique among the images there are.
    static ShortHash choose(HashOrder hashes, Organization organization, ImageHash hash) {
        var shared = Math.max(
                shared(hash, hashes.hashBefore(organization, hash)),
                shared(hash, hashes.hashAfter(organization, hash)));
        return hash.shortened(Math.max(ShortHash.MIN_LENGTH, shared + 1));
    }

    private static int shared(ImageHash hash, Optional<ImageHash> neighbour) {
        if (neighbour.isEmpty()) {
            return 0;
        }
        var other = neighbour.get().value();
        var length = 0;
        while (length < other.length() && hash.value().charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }
}
