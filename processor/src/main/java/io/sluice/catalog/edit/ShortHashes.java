package io.sluice.catalog.edit;

import io.sluice.catalog.state.HashOrder;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.ShortHash;
import java.util.Optional;

/// The choice of short hashes.
///
/// Of all hashes in an organization, the one that shares the longest prefix with a new one is its direct
/// neighbor in order, before or after it. One digit more than the longer of the two shared prefixes is
/// therefore a prefix that no other hash begins with; and as every short hash is a prefix of a hash, no short
/// hash can be equal to it either. Two look-ups suffice for any number of images.
final class ShortHashes {

    private ShortHashes() {}

    /// Returns the shortest prefix of `hash`, of [ShortHash#MIN_LENGTH] digits or more, that is unique among
    /// the existing images.
    static ShortHash choose(HashOrder hashes, Organization organization, ImageHash hash) {
        var shared = Math.max(
                shared(hash, hashes.hashBefore(organization, hash)),
                shared(hash, hashes.hashAfter(organization, hash)));
        return hash.shortened(Math.max(ShortHash.MIN_LENGTH, shared + 1));
    }

    private static int shared(ImageHash hash, Optional<ImageHash> neighbor) {
        if (neighbor.isEmpty()) {
            return 0;
        }
        var other = neighbor.get().value();
        var length = 0;
        while (length < other.length() && hash.value().charAt(length) == other.charAt(length)) {
            length++;
        }
        return length;
    }
}
