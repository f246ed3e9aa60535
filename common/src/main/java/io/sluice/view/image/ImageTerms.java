package io.sluice.view.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Organization;
import java.nio.ByteBuffer;
import org.apache.lucene.util.BytesRef;

/// The terms of images in the index. Every term begins with the organization and a slash, which no
/// organization's name contains, so that a search in one organization cannot find images of another. Hashes
/// are stored as bytes, half as long as their digits and in the same order.
final class ImageTerms {

    static final int HASH_DIGITS = 40;

    private static final int HASH_BYTES = HASH_DIGITS / 2;

    private ImageTerms() {}

    /// Returns the prefix of all terms of `organization`.
    static BytesRef prefix(Organization organization) {
        return new BytesRef(organization.name() + '/');
    }

    /// Returns the term of a key of organization, slash and hash; a key without a hash stays unchanged.
    static BytesRef ofKey(String key) {
        var slash = key.lastIndexOf('/');
        if (slash < 0 || key.length() - slash - 1 != 2 * HASH_BYTES) {
            return new BytesRef(key);
        }
        var name = key.substring(0, slash + 1).getBytes(UTF_8);
        var term = ByteBuffer.allocate(name.length + HASH_BYTES).put(name);
        for (var i = slash + 1; i < key.length(); i += 2) {
            var high = digit(key.charAt(i));
            var low = digit(key.charAt(i + 1));
            if (high < 0 || low < 0) {
                return new BytesRef(key);
            }
            term.put((byte) (high << 4 | low));
        }
        return new BytesRef(term.array());
    }

    /// Returns the value of a digit; only lower case, as in hashes.
    private static int digit(char character) {
        return character >= 'A' && character <= 'F' ? -1 : Character.digit(character, 16);
    }

    /// Returns a term that sorts later images first, and those of the same microsecond by their hashes.
    static BytesRef byAge(Organization organization, long createdMicros, String hash) {
        var place = ofKey(organization.name() + '/' + hash);
        var name = place.length - HASH_BYTES;
        var term = ByteBuffer.allocate(place.length + Long.BYTES)
                .put(place.bytes, 0, name)
                // terms are ordered as unsigned bytes
                .putLong(~createdMicros ^ Long.MIN_VALUE)
                .put(place.bytes, name, HASH_BYTES);
        return new BytesRef(term.array());
    }

    /// Returns the smallest term that is greater than `term`.
    static BytesRef after(BytesRef term) {
        return new BytesRef(ByteBuffer.allocate(term.length + 1)
                .put(term.bytes, term.offset, term.length)
                .array());
    }
}
