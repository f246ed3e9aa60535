package io.sluice.imaging.identify;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Finds the orientation in an EXIF block, a TIFF structure of its own (CIPA DC-008, 4.6.4, tag 0x0112).
///
/// EXIF is a remark on an image and often damaged by tools; whatever cannot be read counts as "not turned".
final class ExifOrientation {

    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;

    private ExifOrientation() {}

    /// @param exif starts with the byte order mark `II` or `MM`
    /// @return 1 to 8
    static int of(byte[] exif) {
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
            if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION && tiff.getShort(entry + 2) == SHORT) {
                int orientation = tiff.getShort(entry + 8);
                return orientation >= 1 && orientation <= 8 ? orientation : 1;
            }
        }
        return 1;
    }
}
