package io.sluice.search.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.Organization;
import io.sluice.search.Field;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/// The terms of one field of one organization, in Lucene fields that all organizations and fields share:
/// names of metadata come from users, and a Lucene field for each would exhaust the memory. A term is the
/// organization, a slash, the name of the field, a zero and the value.
final class FieldTerms {

    /// Maximum length of the sortable part of a text, in characters.
    static final int MAX_TEXT = 255;

    private static final char SEPARATOR = '\0';

    private final byte[] prefix;

    private FieldTerms(byte[] prefix) {
        this.prefix = prefix;
    }

    static FieldTerms of(Organization organization, Field field) {
        return new FieldTerms((organization.name() + '/' + field.name() + SEPARATOR).getBytes(UTF_8));
    }

    /// Returns the term of the field itself.
    BytesRef self() {
        return new BytesRef(prefix, 0, prefix.length - 1);
    }

    /// Returns the first term that a value can have.
    BytesRef first() {
        return new BytesRef(prefix);
    }

    /// Returns a term behind all values.
    BytesRef end() {
        var end = prefix.clone();
        end[end.length - 1]++;
        return new BytesRef(end);
    }

    int prefixLength() {
        return prefix.length;
    }

    /// Returns the term of a text for exact comparison. A long text is represented by its beginning and its
    /// digest.
    BytesRef exact(String text) {
        return text.length() <= MAX_TEXT ? term(text) : term(sortable(text) + '\uFFFF' + digest(text));
    }

    /// Returns the term of the beginning of a text, which lists are sorted by.
    BytesRef beginning(String text) {
        return term(sortable(text));
    }

    /// Returns the term of a word.
    BytesRef word(String word) {
        return term(word);
    }

    /// Returns the term of a number in the encoding of [io.sluice.search.Numbers].
    BytesRef number(long encoded) {
        var bytes = new byte[prefix.length + Long.BYTES];
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        NumericUtils.longToSortableBytes(encoded, bytes, prefix.length);
        return new BytesRef(bytes);
    }

    /// Returns the term of a position, both coordinates in the encoding of [io.sluice.search.Numbers].
    BytesRef position(long latitude, long longitude) {
        var bytes = new byte[prefix.length + 2 * Long.BYTES];
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        NumericUtils.longToSortableBytes(latitude, bytes, prefix.length);
        NumericUtils.longToSortableBytes(longitude, bytes, prefix.length + Long.BYTES);
        return new BytesRef(bytes);
    }

    /// Returns the term with these bytes as its value.
    BytesRef raw(byte[] value) {
        var bytes = new byte[prefix.length + value.length];
        System.arraycopy(prefix, 0, bytes, 0, prefix.length);
        System.arraycopy(value, 0, bytes, prefix.length, value.length);
        return new BytesRef(bytes);
    }

    /// Returns the first dimension of the field's points: eight bytes that no other field has, with all but
    /// certainty. No query relies on it alone.
    byte[] dimension() {
        var bytes = new byte[Long.BYTES];
        System.arraycopy(sha256(prefix), 0, bytes, 0, bytes.length);
        return bytes;
    }

    /// Returns the beginning of a text that takes part in sorting, never with half a surrogate pair.
    static String sortable(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT);
    }

    private BytesRef term(String text) {
        return raw(text.getBytes(UTF_8));
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(sha256(text.getBytes(UTF_8)));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
