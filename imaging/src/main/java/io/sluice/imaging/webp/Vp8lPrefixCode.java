package io.sluice.imaging.webp;

import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// A canonical prefix code (RFC 9649, 3.7.2).
final class Vp8lPrefixCode {

    private static final int LONGEST = 15;
    private static final int DEFAULT_LENGTH = 8;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

    /// The only symbol of a code without bits, otherwise -1.
    private final int only;

    /// The number of codes of each length.
    private final short[] counts = new short[LONGEST + 1];

    /// Symbols in the order of their codes.
    private final short[] symbols;

    /// For the next [Vp8lBits#PEEK] bits: symbol and, from bit 12, length; 0 for longer codes.
    private final short[] quick;

    private Vp8lPrefixCode(Vp8lBits bits, byte[] lengths) throws Refusal {
        int used = 0;
        int last = 0;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (lengths[symbol] > 0) {
                counts[lengths[symbol]]++;
                used++;
                last = symbol;
            }
        }
        only = used == 1 ? last : -1;
        symbols = new short[used];
        quick = used == 1 ? new short[0] : new short[1 << Vp8lBits.PEEK];
        if (used != 1) {
            checkComplete(bits);
            assign(lengths);
        }
    }

    /// Reads a code for symbols below `alphabet`.
    static Vp8lPrefixCode read(Vp8lBits bits, int alphabet) throws Refusal, IOException {
        byte[] lengths = new byte[alphabet];
        if (bits.flag()) {
            boolean two = bits.flag();
            int first = bits.read(bits.flag() ? 8 : 1);
            set(bits, lengths, first);
            if (two) {
                set(bits, lengths, bits.read(8));
            }
        } else {
            readLengths(bits, lengths);
        }
        return new Vp8lPrefixCode(bits, lengths);
    }

    private static void set(Vp8lBits bits, byte[] lengths, int symbol) throws Refusal {
        if (symbol >= lengths.length) {
            throw bits.corrupt("has a code for symbol " + symbol + " of " + lengths.length);
        }
        lengths[symbol] = 1;
    }

    private static void readLengths(Vp8lBits bits, byte[] lengths) throws Refusal, IOException {
        byte[] codeLengths = new byte[LENGTH_ORDER.length];
        int count = 4 + bits.read(4);
        for (int i = 0; i < count; i++) {
            codeLengths[LENGTH_ORDER[i]] = (byte) bits.read(3);
        }
        int left = bits.flag() ? 2 + bits.read(2 + 2 * bits.read(3)) : lengths.length;
        if (left > lengths.length) {
            throw bits.corrupt("has a prefix code of " + left + " symbols, where " + lengths.length + " exist");
        }
        var code = new Vp8lPrefixCode(bits, codeLengths);
        int previous = DEFAULT_LENGTH;
        int symbol = 0;
        while (symbol < lengths.length && left-- > 0) {
            int length = code.next(bits);
            if (length < 16) {
                lengths[symbol++] = (byte) length;
                previous = length == 0 ? previous : length;
                continue;
            }
            int repeat = switch (length) {
                case 16 -> 3 + bits.read(2);
                case 17 -> 3 + bits.read(3);
                default -> 11 + bits.read(7);
            };
            if (symbol + repeat > lengths.length) {
                throw bits.corrupt("has a prefix code with too many lengths");
            }
            for (int i = 0; i < repeat; i++) {
                lengths[symbol++] = (byte) (length == 16 ? previous : 0);
            }
        }
    }

    /// Checks that every sequence of bits has a meaning.
    private void checkComplete(Vp8lBits bits) throws Refusal {
        int open = 1;
        for (int length = 1; length <= LONGEST; length++) {
            open = 2 * open - counts[length];
            if (open < 0) {
                break;
            }
        }
        if (open != 0) {
            throw bits.corrupt("has an incomplete or oversubscribed prefix code");
        }
    }

    private void assign(byte[] lengths) {
        int[] nextIndex = new int[LONGEST + 2];
        int[] nextCode = new int[LONGEST + 2];
        for (int length = 1; length <= LONGEST; length++) {
            nextIndex[length + 1] = nextIndex[length] + counts[length];
            nextCode[length + 1] = (nextCode[length] + counts[length]) << 1;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            if (length > 0) {
                symbols[nextIndex[length]++] = (short) symbol;
                int code = nextCode[length]++;
                if (length <= Vp8lBits.PEEK) {
                    // Codes are stored with their most significant bit first, but peeked bits have the opposite
                    // order.
                    int reversed = Integer.reverse(code) >>> (32 - length);
                    for (int i = reversed; i < quick.length; i += 1 << length) {
                        quick[i] = (short) (length << 12 | symbol);
                    }
                }
            }
        }
    }

    /// Reads one symbol.
    int next(Vp8lBits bits) throws Refusal, IOException {
        if (only >= 0) {
            return only;
        }
        int found = quick[bits.peek()] & 0xFFFF;
        if (found != 0) {
            bits.skip(found >> 12);
            return found & 0xFFF;
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST; length++) {
            code |= bits.read(1);
            int count = counts[length];
            if (code - count < first) {
                return symbols[index + code - first];
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        throw bits.corrupt("has an invalid code");
    }
}
