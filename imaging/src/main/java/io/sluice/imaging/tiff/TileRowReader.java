package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.samples.SampleFormat;
import io.sluice.imaging.tiff.compression.TileStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// A reader of the rows of adjacent tiles of all planes, as interleaved samples.
final class TileRowReader implements AutoCloseable {

    /// Read-ahead bytes of all tiles that are open at the same time.
    private static final int BUFFERS = 4 << 20;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_OF_TWO = 0x00FF00FF00FF00FFL;

    private final TiffImage image;
    private final Predictor predictor;
    private final List<List<TileStream>> planes;
    private final byte[] tileRow;

    private TileRowReader(TiffImage image, List<List<TileStream>> planes) {
        this.image = image;
        this.planes = planes;
        predictor = Predictor.of(image);
        tileRow = new byte[image.tileRowBytes()];
    }

    /// @param skip number of rows of the tiles to skip; only if they are addressable
    static TileRowReader open(FileBytes file, TiffImage image, int row, int skip) throws IOException {
        var planes = new ArrayList<List<TileStream>>();
        var opened = new ArrayList<TileStream>();
        try {
            for (int plane = 0; plane < Math.max(1, image.planes().size()); plane++) {
                var columns = new ArrayList<TileStream>();
                for (int column = 0; column < image.columns(); column++) {
                    var stream = open(file, image, image.tile(plane, row, column));
                    opened.add(stream);
                    stream.skip((long) skip * image.tileRowBytes());
                    columns.add(stream);
                }
                planes.add(columns);
            }
            return new TileRowReader(image, planes);
        } catch (IOException e) {
            opened.forEach(TileStream::close);
            throw e;
        }
    }

    private static TileStream open(FileBytes file, TiffImage image, int tile) throws UndecodableException {
        if (image.tiles().sparse(tile)) {
            return TileStream.zeros();
        }
        long offset = image.tiles().offset(tile);
        long length = image.tiles().length(tile);
        var input =
                SegmentBytes.open(file, offset, length, image.coding().fillReversed(), BUFFERS / image.tilesInARow());
        input.enter(offset, length, image.tiles().end(tile));
        return TileStream.of(image.coding().compression(), input);
    }

    /// Reads the next row into `target`.
    void readRow(byte[] target, int at) throws IOException {
        for (int plane = 0; plane < planes.size(); plane++) {
            for (int column = 0; column < image.columns(); column++) {
                TileStream stream = planes.get(plane).get(column);
                if (!image.planar()
                        && image.columns() == 1
                        && tileRow.length == image.format().rowBytes()) {
                    stream.read(target, at, tileRow.length);
                    restore(target, at);
                } else {
                    stream.read(tileRow, 0, tileRow.length);
                    restore(tileRow, 0);
                    place(target, at, plane, column);
                }
            }
        }
    }

    @Override
    public void close() {
        planes.forEach(columns -> columns.forEach(TileStream::close));
    }

    /// Makes the samples big-endian and reverses the predictor.
    private void restore(byte[] row, int at) {
        int bytes = image.format().bits() / 8;
        // the floating point predictor has its own byte order
        if (image.coding().order() == ByteOrder.LITTLE_ENDIAN
                && image.format().bits() % 8 == 0
                && bytes > 1
                && image.coding().predictor() != 3) {
            reverse(row, at, bytes);
        }
        predictor.restore(row, at);
    }

    private void reverse(byte[] row, int at, int bytes) {
        int i = at;
        if (bytes == 2) {
            for (; i <= at + tileRow.length - 8; i += 8) {
                long four = (long) LONGS.get(row, i);
                LONGS.set(row, i, (four & LOW_OF_TWO) << 8 | ((four >>> 8) & LOW_OF_TWO));
            }
        }
        for (; i < at + tileRow.length; i += bytes) {
            for (int low = i, high = i + bytes - 1; low < high; low++, high--) {
                byte spare = row[low];
                row[low] = row[high];
                row[high] = spare;
            }
        }
    }

    private void place(byte[] target, int at, int plane, int column) {
        SampleFormat format = image.format();
        int from = column * image.tileWidth();
        int pixels = Math.min(image.tileWidth(), format.width() - from);
        if (format.bits() % 8 != 0) {
            placeBits(target, at, plane, from, pixels);
            return;
        }
        if (!image.planar()) {
            int start = (int) ((long) from * format.samples() * format.bits() / 8);
            int count = (int) Math.ceilDiv((long) pixels * format.samples() * format.bits(), 8L);
            System.arraycopy(tileRow, 0, target, at + start, count);
            return;
        }
        int bytes = format.bits() / 8;
        int step = bytes * format.samples();
        int to = at + from * step + plane * bytes;
        if (bytes == 1) {
            for (int i = 0; i < pixels; i++, to += step) {
                target[to] = tileRow[i];
            }
            return;
        }
        for (int i = 0; i < pixels; i++, to += step) {
            System.arraycopy(tileRow, i * bytes, target, to, bytes);
        }
    }

    /// Places samples that share bytes, bit by bit.
    private void placeBits(byte[] target, int at, int plane, int from, int pixels) {
        int bits = image.format().bits();
        int together = image.planar() ? 1 : image.format().samples();
        long pixelBits = (long) bits * image.format().samples();
        for (int i = 0; i < pixels; i++) {
            long source = (long) i * bits * together;
            long to = 8L * at + (from + i) * pixelBits + (long) plane * bits;
            for (int b = 0; b < bits * together; b++, source++, to++) {
                int bit = tileRow[(int) (source >> 3)] >> (7 - (source & 7)) & 1;
                int mask = 0x80 >> (to & 7);
                int index = (int) (to >> 3);
                target[index] = (byte) (bit == 0 ? target[index] & ~mask : target[index] | mask);
            }
        }
    }
}
