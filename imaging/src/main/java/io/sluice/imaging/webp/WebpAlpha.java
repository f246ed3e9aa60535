package io.sluice.imaging.webp;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import io.sluice.imaging.webp.Vp8lPixels.TooComplex;
import java.io.IOException;

/// The ALPH chunk of a lossy image (RFC 9649, 2.7.1.2): filtered alpha values, raw or losslessly coded.
final class WebpAlpha {

    private static final int RAW = 0;
    private static final int LOSSLESS = 1;

    private static final int HORIZONTAL = 1;
    private static final int VERTICAL = 2;
    private static final int GRADIENT = 3;

    private final int width;
    private final int filter;
    private final Region region;
    private int[] above;
    private int[] current;
    private boolean transparent;

    private WebpAlpha(int width, int filter, Region region) {
        this.width = width;
        this.filter = filter;
        this.region = region;
        this.above = new int[width];
        this.current = new int[width];
    }

    /// Whether a value in `region` is less than 255.
    static boolean anyTransparent(ByteReader in, RiffChunk chunk, int width, int height, Region region)
            throws Refusal, IOException, TooComplex {
        in.seek(chunk.start());
        int header = in.u8();
        var alpha = new WebpAlpha(width, header >> 2 & 3, region);
        switch (header & 3) {
            case RAW -> alpha.raw(in, chunk, height);
            case LOSSLESS ->
                Vp8lDecoder.decode(new Vp8lBits(in, chunk.start() + chunk.length()), width, height, (row, y) -> {
                    for (int x = 0; x < width; x++) {
                        row[x] = row[x] >> 8 & 0xFF; // green holds the values
                    }
                    return alpha.look(row, y);
                });
            default ->
                throw in.corrupt(
                        "the alpha channel at byte " + chunk.start() + " has the unknown compression " + (header & 3));
        }
        return alpha.transparent;
    }

    private void raw(ByteReader in, RiffChunk chunk, int height) throws Refusal, IOException {
        if ((long) width * height > chunk.length() - 1) {
            throw in.corrupt("the alpha channel at byte " + chunk.start() + " has " + (chunk.length() - 1)
                    + " bytes for " + width + " × " + height + " pixels");
        }
        byte[] bytes = new byte[width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            in.readFully(bytes);
            for (int x = 0; x < width; x++) {
                row[x] = bytes[x] & 0xFF;
            }
            if (!look(row, y)) {
                return;
            }
        }
    }

    /// Reverses the filter of one row and searches a value below 255; returns false once one was found.
    private boolean look(int[] row, int y) {
        for (int x = 0; x < width; x++) {
            current[x] = row[x] + prediction(x, y) & 0xFF;
            if (current[x] != 255 && region.contains(x, y)) {
                transparent = true;
                return false;
            }
        }
        var swap = above;
        above = current;
        current = swap;
        return true;
    }

    private int prediction(int x, int y) {
        if (filter == 0 || (x == 0 && y == 0)) {
            return 0;
        }
        if (y == 0) {
            return current[x - 1];
        }
        if (x == 0) {
            return above[0];
        }
        return switch (filter) {
            case HORIZONTAL -> current[x - 1];
            case VERTICAL -> above[x];
            case GRADIENT -> Math.clamp(current[x - 1] + above[x] - above[x - 1], 0, 255);
            default -> 0;
        };
    }
}
