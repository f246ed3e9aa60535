package io.sluice.imaging.pixels;

import java.nio.ByteBuffer;

/// The smallest EXIF block there is: one TIFF directory with nothing but the orientation (Exif 3.0, 4.6.5).
public final class ExifOrientation {

    private static final short ORIENTATION = 0x0112;
    private static final short SHORT = 3;

    private ExifOrientation() {}

    /// The block, in big-endian order, as it stands in PNG's `eXIf` and, after `Exif\0\0`, in JPEG's APP1.
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
}
