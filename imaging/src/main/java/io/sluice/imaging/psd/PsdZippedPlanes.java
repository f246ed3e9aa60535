package io.sluice.imaging.psd;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.ZippedBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.structure.Differences;
import io.sluice.imaging.psd.structure.PsdHeader;
import java.io.IOException;

/// All planes one after the other in one zlib stream, if need be as differences from the pixel on the left.
/// Photoshop does not write merged images like this, other programs may.
///
/// Nothing can be reached but through what is before it; so every plane has a stream of its own that has been
/// run up to it, and rows must be asked for in ascending order to be cheap. Used by one thread at a time.
final class PsdZippedPlanes implements PsdPlanes {

    private final FileBytes file;
    private final long at;
    private final PsdHeader header;
    private final boolean differences;
    private final Stream[] streams;

    /// @param differences compression 3, "ZIP with prediction"
    /// @param planes      how many of the channels are wanted
    PsdZippedPlanes(FileBytes file, long at, PsdHeader header, boolean differences, int planes)
            throws UndecodableException {
        if (differences && header.depth() == 32) {
            throw new UndecodableException("a merged image of floating point differences");
        }
        this.file = file;
        this.at = at;
        this.header = header;
        this.differences = differences;
        streams = new Stream[planes];
        for (int p = 0; p < planes; p++) {
            streams[p] = new Stream();
        }
    }

    @Override
    public int rowBytes() {
        return header.rowBytes();
    }

    @Override
    public boolean concurrent() {
        return false;
    }

    @Override
    public void read(int plane, int first, int count, byte[] target) throws IOException {
        long wanted = ((long) plane * header.size().height() + first) * rowBytes();
        if (streams[plane].position > wanted) {
            streams[plane].close();
            streams[plane] = new Stream();
        }
        streams[plane].skipTo(wanted);
        streams[plane].read(target, count * rowBytes());
        if (differences) {
            for (int y = 0; y < count; y++) {
                Differences.addUp(target, y * rowBytes(), rowBytes(), header.depth());
            }
        }
    }

    @Override
    public void close() {
        for (var stream : streams) {
            stream.close();
        }
    }

    private final class Stream {

        private final ZippedBytes input =
                new ZippedBytes(SegmentBytes.open(file, at, file.size() - at, false, Integer.MAX_VALUE));
        private long position;

        Stream() throws UndecodableException {}

        void skipTo(long wanted) throws IOException {
            var skipped = new byte[(int) Math.min(1 << 16, Math.max(0, wanted - position))];
            while (position < wanted) {
                read(skipped, (int) Math.min(skipped.length, wanted - position));
            }
        }

        void read(byte[] target, int count) throws IOException {
            input.read(target, 0, count);
            position += count;
        }

        void close() {
            input.close();
        }
    }
}
