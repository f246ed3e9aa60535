package io.sluice.imaging.read;

import java.util.HexFormat;

/// Comparisons of the first bytes of a file with the signatures of formats and encodings.
public final class Magic {

    private Magic() {}

    /// Whether `head` has these bytes at `offset`, written in hexadecimal.
    public static boolean hex(byte[] head, int offset, String hex) {
        int length = hex.length() / 2;
        if (head.length < offset + length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int expected = HexFormat.fromHexDigits(hex, 2 * i, 2 * i + 2);
            if ((head[offset + i] & 0xFF) != expected) {
                return false;
            }
        }
        return true;
    }

    /// Whether `head` has these ASCII characters at `offset`.
    public static boolean text(byte[] head, int offset, String ascii) {
        if (head.length < offset + ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (head[offset + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
