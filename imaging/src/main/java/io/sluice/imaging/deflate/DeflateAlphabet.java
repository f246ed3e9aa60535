package io.sluice.imaging.deflate;

/// The symbols of lengths and distances of matches (RFC 1951, 3.2.5).
public final class DeflateAlphabet {

    static final int END_OF_BLOCK = 256;
    static final int LITERALS_AND_LENGTHS = 286;
    static final int DISTANCES = 30;
    static final int SHORTEST = 3;
    static final int LONGEST = 258;
    public static final int WINDOW = 32 * 1024;

    private static final byte[] LENGTH_CODES = lengthCodes();

    private DeflateAlphabet() {}

    /// Returns the symbol, from 257 on, for a match of `length` bytes.
    static int lengthSymbol(int length) {
        return 257 + LENGTH_CODES[length];
    }

    /// Returns the number of extra bits of a length symbol.
    static int lengthExtraBits(int symbol) {
        int code = symbol - 257;
        return code < 8 || code == 28 ? 0 : (code >> 2) - 1;
    }

    /// Returns the value of these bits.
    static int lengthExtra(int length, int symbol) {
        return (length - SHORTEST) & ((1 << lengthExtraBits(symbol)) - 1);
    }

    /// Returns the symbol for a match `distance` bytes back.
    static int distanceSymbol(int distance) {
        int d = distance - 1;
        if (d < 4) {
            return d;
        }
        int high = 31 - Integer.numberOfLeadingZeros(d);
        return 2 * high + ((d >> (high - 1)) & 1);
    }

    static int distanceExtraBits(int symbol) {
        return symbol < 4 ? 0 : (symbol >> 1) - 1;
    }

    static int distanceExtra(int distance, int symbol) {
        return (distance - 1) & ((1 << distanceExtraBits(symbol)) - 1);
    }

    private static byte[] lengthCodes() {
        var codes = new byte[LONGEST + 1];
        for (int length = SHORTEST; length < LONGEST; length++) {
            int l = length - SHORTEST;
            int high = 31 - Integer.numberOfLeadingZeros(Math.max(l, 1));
            codes[length] = (byte) (l < 8 ? l : 4 * (high - 1) + ((l >> (high - 2)) & 3));
        }
        // the longest length has a separate symbol
        codes[LONGEST] = 28;
        return codes;
    }
}
