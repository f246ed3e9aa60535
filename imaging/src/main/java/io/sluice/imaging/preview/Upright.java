package io.sluice.imaging.preview;

import java.awt.image.BufferedImage;

/// The turning of stored pixels for display.
final class Upright {

    private Upright() {}

    /// Returns an image of these pixels, turned.
    ///
    /// @param orientation numbered 1 to 8 as in EXIF
    static BufferedImage of(int[] argb, int width, int height, int orientation, boolean isOpaque) {
        boolean isTransposed = orientation >= 5;
        int type = isOpaque ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB;
        var image = new BufferedImage(isTransposed ? height : width, isTransposed ? width : height, type);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int column = isTransposed ? y : x;
                int row = isTransposed ? x : y;
                boolean isMirrored = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
                boolean isFlipped = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
                int from = (isFlipped ? height - 1 - row : row) * width + (isMirrored ? width - 1 - column : column);
                image.setRGB(x, y, argb[from]);
            }
        }
        return image;
    }
}
