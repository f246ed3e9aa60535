package io.sluice.imaging.png;

import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.UndecodableException;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A decompressor of the stream of a PNG into rows, fed piece by piece (PNG third edition, 9 and 10).
final class RowInflater implements AutoCloseable {

    private final Inflater inflater = new Inflater();
    private final Consumer<byte[]> rows;
    private final int rowBytes;
    private final int pixelBytes;
    private byte[] row;

    private byte[] above;
    private final byte[] filtered;
    private int filled;
    private int rowsLeft;

    /// @param rows receives every row; the array is reused afterwards
    RowInflater(PixelLayout layout, Consumer<byte[]> rows) {
        this.rows = rows;
        rowBytes = layout.rowBytes();
        pixelBytes = Math.max(1, layout.channels().count() * layout.bits() / 8);
        filtered = new byte[rowBytes + 1];
        row = new byte[rowBytes];
        above = new byte[rowBytes];
        rowsLeft = layout.height();
    }

    /// Processes the next `count` compressed bytes.
    void add(byte[] compressed, int count) throws UndecodableException {
        PngVerifier.require(count == 0 || !inflater.finished(), "bytes after the end of the compressed stream");
        inflater.setInput(compressed, 0, count);
        try {
            while (!inflater.finished()) {
                // after the last row, one more call makes the inflater check the Adler-32 of the stream
                int inflated = rowsLeft == 0
                        ? inflater.inflate(new byte[1])
                        : inflater.inflate(filtered, filled, filtered.length - filled);
                PngVerifier.require(rowsLeft > 0 || inflated == 0, "more rows than the header says");
                filled += inflated;
                if (inflated == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                if (filled == filtered.length) {
                    finishRow();
                }
            }
        } catch (DataFormatException e) {
            throw new UndecodableException("a broken compressed stream", e);
        }
        PngVerifier.require(!inflater.needsDictionary(), "a preset dictionary");
        PngVerifier.require(inflater.getRemaining() == 0, "bytes after the end of the compressed stream");
    }

    /// Whether all rows were complete and the stream ended regularly.
    boolean complete() {
        return rowsLeft == 0 && inflater.finished();
    }

    @Override
    public void close() {
        inflater.end();
    }

    private void finishRow() throws UndecodableException {
        int first = Math.min(pixelBytes, rowBytes);
        switch (filtered[0]) {
            case 0 -> System.arraycopy(filtered, 1, row, 0, rowBytes);
            case 1 -> {
                System.arraycopy(filtered, 1, row, 0, first);
                for (int i = first; i < rowBytes; i++) {
                    row[i] = (byte) (filtered[i + 1] + row[i - pixelBytes]);
                }
            }
            case 2 -> {
                for (int i = 0; i < rowBytes; i++) {
                    row[i] = (byte) (filtered[i + 1] + above[i]);
                }
            }
            case 3 -> average();
            case 4 -> paeth();
            default -> throw new UndecodableException("filter type " + filtered[0]);
        }
        rows.accept(row);
        byte[] spare = above;
        above = row;
        row = spare;
        filled = 0;
        rowsLeft--;
    }

    private void average() {
        if (pixelBytes == 3) {
            average3();
            return;
        }
        for (int i = 0; i < rowBytes; i++) {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
            row[i] = (byte) (filtered[i + 1] + (left + (above[i] & 0xFF)) / 2);
        }
    }

    /// Reverses the most frequent filter of RGB rows, with the left pixel in registers.
    private void average3() {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int i = 0; i < rowBytes; i += 3) {
            red = (filtered[i + 1] + ((red + (above[i] & 0xFF)) >> 1)) & 0xFF;
            green = (filtered[i + 2] + ((green + (above[i + 1] & 0xFF)) >> 1)) & 0xFF;
            blue = (filtered[i + 3] + ((blue + (above[i + 2] & 0xFF)) >> 1)) & 0xFF;
            row[i] = (byte) red;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) blue;
        }
    }

    private void paeth() {
        if (pixelBytes == 3) {
            paeth3();
            return;
        }
        for (int i = 0; i < rowBytes; i++) {
            int left = i < pixelBytes ? 0 : row[i - pixelBytes] & 0xFF;
            int upLeft = i < pixelBytes ? 0 : above[i - pixelBytes] & 0xFF;
            row[i] = (byte) (filtered[i + 1] + predicted(left, above[i] & 0xFF, upLeft));
        }
    }

    private void paeth3() {
        int red = 0;
        int green = 0;
        int blue = 0;
        int upRed = 0;
        int upGreen = 0;
        int upBlue = 0;
        for (int i = 0; i < rowBytes; i += 3) {
            int nextRed = above[i] & 0xFF;
            int nextGreen = above[i + 1] & 0xFF;
            int nextBlue = above[i + 2] & 0xFF;
            red = (filtered[i + 1] + predicted(red, nextRed, upRed)) & 0xFF;
            green = (filtered[i + 2] + predicted(green, nextGreen, upGreen)) & 0xFF;
            blue = (filtered[i + 3] + predicted(blue, nextBlue, upBlue)) & 0xFF;
            row[i] = (byte) red;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) blue;
            upRed = nextRed;
            upGreen = nextGreen;
            upBlue = nextBlue;
        }
    }

    private static int predicted(int left, int up, int upLeft) {
        int toLeft = Math.abs(up - upLeft);
        int toUp = Math.abs(left - upLeft);
        int toUpLeft = Math.abs(left + up - 2 * upLeft);
        int nearer = toUp < toLeft ? up : left;
        return toUpLeft < Math.min(toLeft, toUp) ? upLeft : nearer;
    }
}
