package io.sluice.imaging.png;

import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.UndecodableException;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Turns the compressed stream of a PNG back into rows, pushed in piece by piece (PNG third edition, 9 and 10).
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

    /// @param rows sees every row; the array is used again afterwards
    RowInflater(PixelLayout layout, Consumer<byte[]> rows) {
        this.rows = rows;
        rowBytes = layout.rowBytes();
        pixelBytes = Math.max(1, layout.channels().count() * layout.bits() / 8);
        filtered = new byte[rowBytes + 1];
        row = new byte[rowBytes];
        above = new byte[rowBytes];
        rowsLeft = layout.height();
    }

    /// Takes the next `count` compressed bytes.
    void add(byte[] compressed, int count) throws UndecodableException {
        PngDecoder.require(count == 0 || !inflater.finished(), "bytes after the end of the compressed stream");
        inflater.setInput(compressed, 0, count);
        try {
            while (!inflater.finished()) {
                // once all rows are there, one more call lets the inflater check the Adler-32 of the stream
                int inflated = rowsLeft == 0
                        ? inflater.inflate(new byte[1])
                        : inflater.inflate(filtered, filled, filtered.length - filled);
                PngDecoder.require(rowsLeft > 0 || inflated == 0, "more rows than the header says");
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
        PngDecoder.require(!inflater.needsDictionary(), "a preset dictionary");
        PngDecoder.require(inflater.getRemaining() == 0, "bytes after the end of the compressed stream");
    }

    /// Whether every row was there and the stream ended well.
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
            case 3 -> average(first);
            case 4 -> paeth(first);
            default -> throw new UndecodableException("filter type " + filtered[0]);
        }
        rows.accept(row);
        byte[] spare = above;
        above = row;
        row = spare;
        filled = 0;
        rowsLeft--;
    }

    private void average(int first) {
        for (int i = 0; i < first; i++) {
            row[i] = (byte) (filtered[i + 1] + (above[i] & 0xFF) / 2);
        }
        for (int i = first; i < rowBytes; i++) {
            row[i] = (byte) (filtered[i + 1] + ((row[i - pixelBytes] & 0xFF) + (above[i] & 0xFF)) / 2);
        }
    }

    private void paeth(int first) {
        for (int i = 0; i < first; i++) {
            row[i] = (byte) (filtered[i + 1] + above[i]);
        }
        for (int i = first; i < rowBytes; i++) {
            int left = row[i - pixelBytes] & 0xFF;
            int up = above[i] & 0xFF;
            int upLeft = above[i - pixelBytes] & 0xFF;
            int toLeft = Math.abs(up - upLeft);
            int toUp = Math.abs(left - upLeft);
            int toUpLeft = Math.abs(left + up - 2 * upLeft);
            int predicted = toLeft <= toUp && toLeft <= toUpLeft ? left : toUp <= toUpLeft ? up : upLeft;
            row[i] = (byte) (filtered[i + 1] + predicted);
        }
    }
}
