package io.sluice.imaging.pdf;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// One cross-reference section (ISO 32000-2, 7.5.4 and 7.5.8): the positions of the objects of one revision.
///
/// Entries are read from the file on demand, so a file that declares millions of objects takes no memory.
interface PdfXref {

    /// The position of an object.
    sealed interface Place {}

    /// At a byte of the file, counted from the PDF header.
    record Offset(long position) implements Place {}

    /// In an object stream.
    record InStream(int stream, int index) implements Place {}

    /// Not in this section, or deleted.
    record Unknown() implements Place {}

    Place UNKNOWN = new Unknown();

    Place find(int object) throws Refusal, IOException;

    /// `count` entries of 20 bytes, for the objects from `first` on.
    record Table(ByteReader in, long first, long count, long position) implements PdfXref {

        static final int ENTRY_BYTES = 20;

        @Override
        public Place find(int object) throws Refusal, IOException {
            if (object < first || object >= first + count) {
                return UNKNOWN;
            }
            in.seek(position + (object - first) * ENTRY_BYTES);
            String entry = in.text(18);
            String offset = entry.substring(0, 10);
            if (!offset.chars().allMatch(Character::isDigit)) {
                throw in.corrupt("the cross-reference entry of object " + object + " is malformed");
            }
            return entry.charAt(17) == 'n' ? new Offset(Long.parseLong(offset)) : UNKNOWN;
        }
    }

    /// Entries of a cross-reference stream for the objects from `first` on.
    ///
    /// @param widths bytes of the three fields
    /// @param from   first byte of the entries in the data
    record Entries(Bytes data, Widths widths, long first, long count, long from) implements PdfXref {

        @Override
        public Place find(int object) {
            if (object < first || object >= first + count) {
                return UNKNOWN;
            }
            long at = from + (object - first) * widths.total();
            if (at + widths.total() > data.length()) {
                return UNKNOWN;
            }
            long type = widths.type == 0 ? 1 : data.number(at, widths.type);
            long second = data.number(at + widths.type, widths.second);
            long third = data.number(at + widths.type + widths.second, widths.third);
            if (type == 1) {
                return new Offset(second);
            }
            return type == 2 && second <= Integer.MAX_VALUE && third <= Integer.MAX_VALUE
                    ? new InStream((int) second, (int) third)
                    : UNKNOWN;
        }
    }

    record Widths(int type, int second, int third) {
        int total() {
            return type + second + third;
        }
    }

    /// Decoded data, which several [Entries] share.
    final class Bytes {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }

        int length() {
            return content.length;
        }

        private long number(long at, int width) {
            long value = 0;
            for (int i = 0; i < width; i++) {
                value = value << 8 | (content[(int) at + i] & 0xFF);
            }
            return value & Long.MAX_VALUE;
        }
    }
}
