package io.sluice.imaging.psd.layers;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.PackBits;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.ZippedBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.layers.LayerRecord.StoredChannel;
import io.sluice.imaging.psd.structure.Differences;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The samples of one channel of a layer ("Channel image data"). Used by one thread.
sealed interface ChannelRows extends AutoCloseable {

    /// Reads the rows `first` to `first + count - 1` of the channel into `target`, from its beginning.
    void read(int first, int count, byte[] target) throws IOException;

    /// Rows that must be decoded to reach one in the middle.
    default boolean sequential() {
        return false;
    }

    @Override
    default void close() {}

    /// How rows are stored.
    ///
    /// @param rowBytes bytes a row
    /// @param height   rows
    /// @param depth    bits a sample
    /// @param wide     row lengths have 32 bits
    record Shape(int rowBytes, int height, int depth, boolean wide) {}

    /// Opens a channel; nothing is allocated before it is known that the file has it.
    static ChannelRows open(FileBytes file, StoredChannel stored, Shape shape) throws IOException {
        if (stored.length() < 2) {
            throw new UndecodableException("a channel of a layer at byte " + stored.at() + " is empty");
        }
        int compression = ByteBuffer.wrap(file.read(stored.at(), 2)).getShort();
        long at = stored.at() + 2;
        long length = stored.length() - 2;
        return switch (compression) {
            case 0 -> Raw.open(file, at, length, shape);
            case 1 -> Packed.open(file, at, length, shape);
            case 2, 3 -> new Zipped(file, at, length, shape, compression == 3);
            default -> throw new UndecodableException("a layer of compression " + compression);
        };
    }

    private static void require(long needed, long there, long at) throws UndecodableException {
        if (needed > there) {
            throw new UndecodableException(
                    "a channel of a layer at byte " + at + " needs " + needed + " bytes, " + there + " are there");
        }
    }

    /// Not compressed.
    record Raw(FileBytes file, long at, Shape shape) implements ChannelRows {

        static Raw open(FileBytes file, long at, long length, Shape shape) throws UndecodableException {
            require((long) shape.rowBytes * shape.height, length, at);
            return new Raw(file, at, shape);
        }

        @Override
        public void read(int first, int count, byte[] target) throws IOException {
            file.read(at + (long) first * shape.rowBytes, target, 0, count * shape.rowBytes);
        }
    }

    /// PackBits, row by row, the lengths of all rows up front. Where each row begins is known for some of
    /// them, the others are counted from there.
    final class Packed implements ChannelRows {

        private static final int STEP = 64;
        private static final int TABLE_BYTES = 1 << 16;

        private final FileBytes file;
        private final long table;
        /// Of every [#STEP]th row.
        private final long[] starts;

        private final Shape shape;

        private Packed(FileBytes file, long table, long[] starts, Shape shape) {
            this.file = file;
            this.table = table;
            this.starts = starts;
            this.shape = shape;
        }

        static Packed open(FileBytes file, long at, long length, Shape shape) throws IOException {
            int size = shape.wide ? 4 : 2;
            require((long) shape.height * size, length, at);
            var starts = new long[Math.ceilDiv(shape.height, STEP)];
            long start = at + (long) shape.height * size;
            int rowsAtOnce = TABLE_BYTES / size;
            for (int first = 0; first < shape.height; first += rowsAtOnce) {
                int count = Math.min(rowsAtOnce, shape.height - first);
                var lengths = ByteBuffer.wrap(file.read(at + (long) first * size, count * size));
                for (int row = first; row < first + count; row++) {
                    if (row % STEP == 0) {
                        starts[row / STEP] = start;
                    }
                    start += next(lengths, shape.wide);
                }
            }
            require(start - at, length, at);
            return new Packed(file, at, starts, shape);
        }

        private static long next(ByteBuffer lengths, boolean wide) {
            return wide ? lengths.getInt() & 0xFFFF_FFFFL : lengths.getShort() & 0xFFFF;
        }

        @Override
        public void read(int first, int count, byte[] target) throws IOException {
            int size = shape.wide ? 4 : 2;
            int known = first / STEP * STEP;
            var lengths = ByteBuffer.wrap(file.read(table + (long) known * size, (first - known + count) * size));
            long start = starts[first / STEP];
            for (int row = known; row < first; row++) {
                start += next(lengths, shape.wide);
            }
            var segment = SegmentBytes.reusable(file, Math.clamp(shape.rowBytes, 64, 1 << 14), false);
            var pixels = new PackBits(segment);
            for (int row = 0; row < count; row++) {
                long length = next(lengths, shape.wide);
                segment.enter(start, length, 0);
                pixels.restart();
                pixels.read(target, row * shape.rowBytes, shape.rowBytes);
                start += length;
            }
        }
    }

    /// One zlib stream, which can only be read from its beginning: rows should be asked for in ascending
    /// order.
    final class Zipped implements ChannelRows {

        private final FileBytes file;
        private final long at;
        private final long length;
        private final Shape shape;
        private final boolean differences;
        private @Nullable ZippedBytes stream;
        private int next;

        private Zipped(FileBytes file, long at, long length, Shape shape, boolean differences) {
            this.file = file;
            this.at = at;
            this.length = length;
            this.shape = shape;
            this.differences = differences;
        }

        @Override
        public boolean sequential() {
            return true;
        }

        @Override
        public void read(int first, int count, byte[] target) throws IOException {
            ZippedBytes open = stream;
            if (open == null || first < next) {
                close();
                open = new ZippedBytes(SegmentBytes.open(file, at, length, false, Integer.MAX_VALUE));
                stream = open;
                next = 0;
            }
            for (; next < first; next++) {
                open.read(target, 0, shape.rowBytes);
            }
            open.read(target, 0, count * shape.rowBytes);
            next = first + count;
            for (int row = 0; differences && row < count; row++) {
                Differences.addUp(target, row * shape.rowBytes, shape.rowBytes, shape.depth);
            }
            if (next == shape.height) {
                close();
            }
        }

        /// Gives back the memory of the decompressor, which is more than that of a row.
        @Override
        public void close() {
            if (stream != null) {
                stream.close();
                stream = null;
            }
        }
    }
}
