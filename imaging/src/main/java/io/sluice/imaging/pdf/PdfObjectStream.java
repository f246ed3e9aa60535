package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.Arrays;

/// The decoded content of an object stream (ISO 32000-2, 7.5.7): pairs of object number and offset, then the
/// objects.
///
/// The pairs are read once, because objects are looked up one by one.
final class PdfObjectStream {

    /// Maximum number of objects; writers put some hundred into a stream.
    private static final int MOST_OBJECTS = 200_000;

    private final int number;
    private final ByteReader content;
    private final int first;
    private int[] members = new int[256];
    private int[] offsets = new int[256];
    private int size;

    /// @param number object number of the stream
    /// @param first  offset of the first object in the content
    PdfObjectStream(int number, ByteReader content, int first) throws Refusal, IOException {
        this.number = number;
        this.content = content;
        this.first = first;
        content.seek(0);
        var lexer = new PdfLexer(content);
        while (content.position() < first && size < MOST_OBJECTS) {
            long member = lexer.integer();
            long offset = lexer.integer();
            if (member < 0 || member > Integer.MAX_VALUE || offset < 0 || offset > Integer.MAX_VALUE) {
                break;
            }
            add((int) member, (int) offset);
        }
    }

    private void add(int member, int offset) {
        if (size == members.length) {
            members = Arrays.copyOf(members, 2 * size);
            offsets = Arrays.copyOf(offsets, 2 * size);
        }
        members[size] = member;
        offsets[size++] = offset;
    }

    int number() {
        return number;
    }

    /// Returns the number of objects.
    int size() {
        return size;
    }

    /// Returns the object number at an index.
    int member(int index) {
        return members[index];
    }

    /// Returns a lexer at the object with this index, which must have this number.
    PdfLexer at(int index, int member) throws Refusal {
        if (index >= size || members[index] != member) {
            throw content.corrupt("object " + member + " is not at place " + index + " of object stream " + number);
        }
        content.seek((long) first + offsets[index]);
        return new PdfLexer(content);
    }
}
