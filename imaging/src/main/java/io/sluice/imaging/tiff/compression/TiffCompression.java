package io.sluice.imaging.tiff.compression;

/// Numbers of compressions, as in the tag of that name, and their names for messages.
public final class TiffCompression {

    public static final int UNCOMPRESSED = 1;
    public static final int LZW = 5;
    public static final int OLD_JPEG = 6;
    public static final int JPEG = 7;
    public static final int ADOBE_DEFLATE = 8;
    public static final int PACK_BITS = 32_773;
    public static final int DEFLATE = 32_946;
    /// No number of the specification: LZW with the least significant bit first.
    public static final int OLD_LZW = 1 << 16;

    private TiffCompression() {}

    public static String name(int compression) {
        return switch (compression) {
            case UNCOMPRESSED -> "uncompressed";
            case 2, 3, 4 -> "CCITT fax";
            case LZW, OLD_LZW -> "LZW";
            case OLD_JPEG -> "old-style JPEG";
            case JPEG -> "JPEG";
            case ADOBE_DEFLATE, DEFLATE -> "Deflate";
            case 9, 10, 34_661 -> "JBIG";
            case PACK_BITS -> "PackBits";
            case 32_766 -> "NeXT";
            case 32_809 -> "ThunderScan";
            case 33_003, 33_005, 34_712 -> "JPEG 2000";
            case 34_676, 34_677 -> "LogLuv";
            case 34_887 -> "LERC";
            case 34_925 -> "LZMA";
            case 50_000 -> "Zstandard";
            case 50_001 -> "WebP";
            case 50_002, 52_546 -> "JPEG XL";
            default -> "compressed (number " + compression + ")";
        };
    }
}
