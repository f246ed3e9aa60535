package io.sluice.imaging.png;

import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.read.Region;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Inflates and reconstructs the rows of the images in a PNG, one image after the other and two rows at a
/// time in memory, to look for transparent pixels.
///
/// Filtering works on the bytes of a pixel separately (PNG specification, third edition, 9.2), so only the
/// bytes that hold transparency are reconstructed.
public final class PngRows implements AutoCloseable {

    /// Longest row that is held, in bytes. A longer one, two million pixels and more, is not looked at.
    private static final long LONGEST_ROW = 16L * 1024 * 1024;

    private static final int[] PASS_X = {0, 4, 0, 2, 0, 1, 0};
    private static final int[] PASS_Y = {0, 0, 4, 0, 2, 0, 1};
    private static final int[] STEP_X = {8, 8, 4, 4, 2, 2, 1};
    private static final int[] STEP_Y = {8, 8, 8, 4, 4, 2, 2};

    private final ByteReader in;
    private final PngChunkReader chunks;
    private final int bitsPerPixel;
    private final PngTransparency transparency;
    private final Inflater inflater = new Inflater();
    private final byte[] input = new byte[16 * 1024];
    private byte[] row = {};
    private byte[] above = {};
    private int dataType;
    private long chunkLeft;

    PngRows(ByteReader in, PngChunkReader chunks, PngHeader header, PngTransparency transparency) {
        this.in = in;
        this.chunks = chunks;
        this.bitsPerPixel = header.samples() * header.depth();
        this.transparency = transparency;
    }

    /// Begins with the image on whose first IDAT or fdAT chunk the chunks stand.
    void enterImage() throws Refusal {
        dataType = chunks.type();
        inflater.reset();
        enterChunk();
    }

    /// Whether a pixel inside `region` is not opaque; what is not looked at, because rows are longer than
    /// [#LONGEST_ROW] or there are too many, counts as such.
    boolean anyTransparent(int width, int height, Region region) throws Refusal, IOException {
        return anyTransparent(width, height, 0, 0, 1, 1, region);
    }

    /// The same for the seven passes of Adam7.
    boolean anyTransparentInterlaced(int width, int height, Region region) throws Refusal, IOException {
        for (int pass = 0; pass < 7; pass++) {
            int passWidth = Math.ceilDiv(width - PASS_X[pass], STEP_X[pass]);
            int passHeight = Math.ceilDiv(height - PASS_Y[pass], STEP_Y[pass]);
            if (passWidth > 0
                    && passHeight > 0
                    && anyTransparent(
                            passWidth, passHeight, PASS_X[pass], PASS_Y[pass], STEP_X[pass], STEP_Y[pass], region)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyTransparent(int width, int height, int x0, int y0, int stepX, int stepY, Region region)
            throws Refusal, IOException {
        long rowBytes = ((long) width * bitsPerPixel + 7) / 8;
        if (rowBytes > LONGEST_ROW) {
            return true;
        }
        if (row.length != rowBytes) { // animations of many small frames would spend their time here
            in.allocate(2 * rowBytes);
            row = new byte[(int) rowBytes];
            above = new byte[(int) rowBytes];
        } else {
            Arrays.fill(above, (byte) 0);
        }
        byte[] filter = new byte[1];
        // The columns of this pass that lie in the region.
        int from = Math.max(0, Math.ceilDiv(region.x() - x0, stepX));
        int to = Math.min(width, Math.ceilDiv(region.x() + region.width() - x0, stepX));
        for (int y = 0; y < height; y++) {
            if (!in.mayDecodeRow(rowBytes)) {
                return true;
            }
            inflate(filter, y, height);
            inflate(row, y, height);
            reconstruct(filter[0]);
            if (region.contains(region.x(), y0 + y * stepY)) {
                for (int x = from; x < to; x++) {
                    if (transparency.at(row, x)) {
                        return true;
                    }
                }
            }
            byte[] swap = above;
            above = row;
            row = swap;
        }
        return false;
    }

    private void reconstruct(int filter) throws Refusal {
        int step = transparency.bytesPerPixel();
        for (int lane = transparency.firstByte(); lane < step; lane++) {
            switch (filter) {
                case 0 -> {}
                case 1 -> {
                    for (int i = lane + step; i < row.length; i += step) {
                        row[i] += row[i - step];
                    }
                }
                case 2 -> {
                    for (int i = lane; i < row.length; i += step) {
                        row[i] += above[i];
                    }
                }
                case 3 -> {
                    int left = 0;
                    for (int i = lane; i < row.length; i += step) {
                        row[i] += (byte) ((left + (above[i] & 0xFF)) >> 1);
                        left = row[i] & 0xFF;
                    }
                }
                case 4 -> {
                    int left = 0;
                    int aboveLeft = 0;
                    for (int i = lane; i < row.length; i += step) {
                        int up = above[i] & 0xFF;
                        row[i] += (byte) paeth(left, up, aboveLeft);
                        left = row[i] & 0xFF;
                        aboveLeft = up;
                    }
                }
                default ->
                    throw in.corrupt(
                            "a row of the image data before byte " + in.position() + " has filter type " + filter);
            }
        }
    }

    /// Predicts a byte from its three neighbours (PNG specification, third edition, 9.4).
    public static int paeth(int left, int up, int aboveLeft) {
        int toLeft = Math.abs(up - aboveLeft);
        int toUp = Math.abs(left - aboveLeft);
        int toAboveLeft = Math.abs(left + up - 2 * aboveLeft);
        if (toLeft <= toUp && toLeft <= toAboveLeft) {
            return left;
        }
        return toUp <= toAboveLeft ? up : aboveLeft;
    }

    private void inflate(byte[] target, int y, int height) throws Refusal, IOException {
        int done = 0;
        while (done < target.length) {
            try {
                int count = inflater.inflate(target, done, target.length - done);
                done += count;
                if (count == 0 && (inflater.finished() || inflater.needsDictionary() || !feed())) {
                    throw in.corrupt(
                            "the image data before byte " + in.position() + " ends in row " + y + " of " + height);
                }
            } catch (DataFormatException _) {
                throw in.corrupt("the image data before byte " + in.position() + " is not valid deflate data in row "
                        + y + " of " + height);
            }
        }
    }

    /// Hands the inflater more data; false when there is no more.
    private boolean feed() throws Refusal, IOException {
        while (chunkLeft == 0) {
            if (!chunks.nextOrCut() || chunks.type() != dataType) {
                return false;
            }
            enterChunk();
        }
        int count = in.read(input, 0, (int) Math.min(input.length, chunkLeft));
        inflater.setInput(input, 0, count);
        chunkLeft -= count;
        return true;
    }

    private void enterChunk() throws Refusal {
        chunkLeft = chunks.length();
        if (dataType == PngChunkReader.FDAT) { // begins with a sequence number
            if (chunkLeft < 4) {
                throw in.corrupt("the fdAT chunk at byte " + in.position() + " is too short");
            }
            in.skip(4);
            chunkLeft -= 4;
        }
    }

    @Override
    public void close() {
        inflater.close();
    }
}
