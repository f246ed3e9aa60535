package io.sluice.imaging.psd;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.PackBits;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.SourceBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.structure.PsdHeader;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The merged image of a PSD: one plane after the other, every row reachable on its own (section "Image Data
/// Section").
sealed interface PsdPlanes extends AutoCloseable permits PsdPlanes.Raw, PsdPlanes.Packed, PsdZippedPlanes {

    /// Reads the rows `first` to `first + count - 1` of a plane into `target`, from its beginning.
    void read(int plane, int first, int count, byte[] target) throws IOException;

    int rowBytes();

    /// Whether several threads may read at the same time.
    default boolean concurrent() {
        return true;
    }

    @Override
    default void close() {}

    /// @param planes how many of the channels are wanted
    static PsdPlanes open(FileBytes file, long at, PsdHeader header, int planes) throws IOException {
        int compression = ByteBuffer.wrap(file.read(at, 2)).getShort();
        return switch (compression) {
            case 0 -> new Raw(file, at + 2, header.rowBytes(), header.size().height());
            case 1 -> Packed.open(file, at + 2, header, planes);
            case 2, 3 -> new PsdZippedPlanes(file, at + 2, header, compression == 3, planes);
            default -> throw new UndecodableException("a merged image of compression " + compression);
        };
    }

    record Raw(FileBytes file, long at, int rowBytes, int height) implements PsdPlanes {
        @Override
        public void read(int plane, int first, int count, byte[] target) throws IOException {
            long row = (long) plane * height + first;
            file.read(at + row * rowBytes, target, 0, count * rowBytes);
        }
    }

    /// PackBits, row by row, the lengths of all rows up front.
    final class Packed implements PsdPlanes {

        private final FileBytes file;
        private final int rowBytes;
        private final int height;
        private final long[] ends;

        private Packed(FileBytes file, int rowBytes, int height, long[] ends) {
            this.file = file;
            this.rowBytes = rowBytes;
            this.height = height;
            this.ends = ends;
        }

        static Packed open(FileBytes file, long at, PsdHeader header, int planes) throws IOException {
            int lengthBytes = header.large() ? 4 : 2;
            int rows = header.size().height() * planes;
            var lengths = ByteBuffer.wrap(file.read(at, Math.multiplyExact(rows, lengthBytes)));
            var ends = new long[rows + 1];
            ends[0] = at + (long) header.size().height() * header.channels() * lengthBytes;
            for (int i = 0; i < rows; i++) {
                long length = header.large() ? lengths.getInt() & 0xFFFFFFFFL : lengths.getShort() & 0xFFFF;
                ends[i + 1] = ends[i] + length;
            }
            return new Packed(file, header.rowBytes(), header.size().height(), ends);
        }

        @Override
        public int rowBytes() {
            return rowBytes;
        }

        @Override
        public void read(int plane, int first, int count, byte[] target) throws IOException {
            int row = plane * height + first;
            // PackBits at its worst adds one byte to 127; what is longer only wastes memory
            long length = ends[row + count] - ends[row];
            if (length > 2L * rowBytes * count + 1024) {
                throw new UndecodableException("rows " + first + " and following are packed into " + length + " bytes");
            }
            var segment = SegmentBytes.reusable(SourceBytes.of(file.read(ends[row], (int) length)), rowBytes, false);
            var pixels = new PackBits(segment);
            for (int i = 0; i < count; i++) {
                segment.enter(ends[row + i] - ends[row], ends[row + i + 1] - ends[row + i], 0);
                pixels.restart();
                pixels.read(target, i * rowBytes, rowBytes);
            }
        }
    }
}
