package io.sluice.imaging.pixels;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The orientation of an image in an EXIF block, a TIFF structure of its own (Exif 3.0, 4.6.4, tag 0x0112).
public final class ExifOrientation {

    private static final byte[] PREFIX = {'E', 'x', 'i', 'f', 0, 0};
    private static final short ORIENTATION = 0x0112;
    private static final short BYTE = 1;
    private static final short SHORT = 3;
    private static final short LONG = 4;
    private static final short UNDEFINED = 7;
    private static final short SIGNED_LONG = 9;

    private ExifOrientation() {}

    /// Makes the smallest EXIF block with an orientation, one directory in big-endian order, as it stands in
    /// PNG's `eXIf` and, after `Exif\0\0`, in JPEG's APP1.
    public static byte[] block(int orientation) {
        return ByteBuffer.allocate(26)
                .put((byte) 'M')
                .put((byte) 'M')
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort(ORIENTATION)
                .putShort(SHORT)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    /// Reads the orientation of an EXIF block. EXIF is often damaged by tools; what cannot be read counts as
    /// 1, not turned.
    ///
    /// @param block starts with the byte order mark `II` or `MM`; before it may be what JPEG has there, since
    ///              some writers copy it into other formats
    /// @return 1 to 8
    public static int of(byte[] block) {
        boolean prefixed = block.length > PREFIX.length && Arrays.equals(block, 0, 4, PREFIX, 0, 4);
        byte[] exif = prefixed ? Arrays.copyOfRange(block, PREFIX.length, block.length) : block;
        if (exif.length < 14) {
            return 1;
        }
        var tiff = ByteBuffer.wrap(exif);
        switch (tiff.getShort(0)) {
            case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
            case 0x4D4D -> tiff.order(ByteOrder.BIG_ENDIAN);
            default -> {
                return 1;
            }
        }
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > exif.length - 2) {
            return 1;
        }
        int entries = Math.min(tiff.getShort(directory) & 0xFFFF, (exif.length - directory - 2) / 12);
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            // some writers declare another type than SHORT
            int orientation = switch (tiff.getShort(entry + 2)) {
                case BYTE, UNDEFINED -> tiff.get(entry + 8);
                case LONG, SIGNED_LONG -> tiff.getInt(entry + 8);
                default -> tiff.getShort(entry + 8);
            };
            if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION && orientation >= 1 && orientation <= 8) {
                return orientation;
            }
        }
        return 1;
    }
}
