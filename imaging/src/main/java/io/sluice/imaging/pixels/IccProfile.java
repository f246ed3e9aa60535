package io.sluice.imaging.pixels;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of an ICC profile, unchanged from the file.
public final class IccProfile {

    /// Size of the header, the minimum size of a profile (ICC.1:2022, 7.2).
    private static final int HEADER = 128;

    private final byte[] bytes;

    public IccProfile(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// Whether it is a profile for pixels of this color space, `RGB `, `GRAY`, `CMYK` or `Lab ` (ICC.1:2022,
    /// 7.2.6).
    public boolean describes(String colorSpace) {
        return bytes.length >= HEADER
                && bytes[36] == 'a'
                && bytes[37] == 'c'
                && bytes[38] == 's'
                && bytes[39] == 'p'
                && colorSpace.equals(new String(bytes, 16, 4, StandardCharsets.ISO_8859_1));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IccProfile that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "IccProfile[" + bytes.length + " bytes]";
    }
}
