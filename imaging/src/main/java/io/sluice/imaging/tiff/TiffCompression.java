package io.sluice.imaging.tiff;

/// Names of compressions of TIFF, for messages.
final class TiffCompression {

    static final int OLD_JPEG = 6;
    static final int JPEG = 7;

    private TiffCompression() {}

    static String name(int compression) {
        return switch (compression) {
            case TiffImage.UNCOMPRESSED -> "uncompressed";
            case 2, 3, 4 -> "CCITT fax";
            case TiffImage.LZW, TiffImage.OLD_LZW -> "LZW";
            case OLD_JPEG -> "old-style JPEG";
            case JPEG -> "JPEG";
            case TiffImage.ADOBE_DEFLATE, TiffImage.DEFLATE -> "Deflate";
            case 9, 10, 34_661 -> "JBIG";
            case TiffImage.PACK_BITS -> "PackBits";
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
