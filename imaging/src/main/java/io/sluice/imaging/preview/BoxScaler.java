package io.sluice.imaging.preview;

import java.io.IOException;
import java.util.Arrays;

/// A scaler to fewer pixels: each one is the mean of the area that it covers, weighted by alpha. It holds one
/// row of the source and the sums of one row of the result.
final class BoxScaler {

    private final Rows source;
    private final int width;
    private final int height;
    private final int[] row;
    /// Sums of alpha, and of red, green and blue multiplied by alpha, for each pixel of a row.
    private final long[] across;

    private final long[] down;

    private BoxScaler(Rows source, int width, int height) {
        this.source = source;
        this.width = width;
        this.height = height;
        row = new int[source.width()];
        across = new long[4 * width];
        down = new long[4 * width];
    }

    /// Returns the pixels of `source` at `width` × `height`, neither of which is larger than that of the
    /// source.
    static int[] scale(Rows source, int width, int height) throws IOException {
        return new BoxScaler(source, width, height).pixels();
    }

    private int[] pixels() throws IOException {
        var pixels = new int[width * height];
        int target = 0;
        long done = 0; // of the rows of the target, in parts of a row of the source
        for (int y = 0; y < source.height(); y++) {
            source.read(y, row);
            sumAcross();
            for (long left = height; left > 0; ) {
                long part = Math.min(left, source.height() - done);
                for (int i = 0; i < down.length; i++) {
                    down[i] += part * across[i];
                }
                left -= part;
                done += part;
                if (done == source.height()) {
                    write(pixels, target++ * width);
                    done = 0;
                }
            }
        }
        return pixels;
    }

    private void sumAcross() {
        Arrays.fill(across, 0);
        int target = 0;
        int done = 0;
        for (int pixel : row) {
            for (int left = width; left > 0; ) {
                int part = Math.min(left, row.length - done);
                long alpha = (long) part * (pixel >>> 24);
                across[target] += alpha;
                across[target + 1] += alpha * (pixel >> 16 & 0xFF);
                across[target + 2] += alpha * (pixel >> 8 & 0xFF);
                across[target + 3] += alpha * (pixel & 0xFF);
                left -= part;
                done += part;
                if (done == row.length) {
                    target += 4;
                    done = 0;
                }
            }
        }
    }

    private void write(int[] pixels, int at) {
        long area = (long) source.width() * source.height();
        for (int x = 0, i = 0; x < width; x++, i += 4) {
            long alpha = down[i];
            pixels[at + x] = alpha == 0
                    ? 0
                    : mean(alpha, area) << 24
                            | mean(down[i + 1], alpha) << 16
                            | mean(down[i + 2], alpha) << 8
                            | mean(down[i + 3], alpha);
        }
        Arrays.fill(down, 0);
    }

    private static int mean(long sum, long weight) {
        return (int) ((sum + weight / 2) / weight);
    }
}
