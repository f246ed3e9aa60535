package io.sluice.imaging.psd;

import io.sluice.imaging.decode.PackBits;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.SourceBytes;
import io.sluice.imaging.decode.ZippedBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.psd.structure.Differences;
import io.sluice.imaging.psd.structure.PsdHeader;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.util.function.Predicate;

/// The image data section of a Photoshop document: the merged composite, channel after channel.
///
/// In zip-compressed floating point composites with prediction, which Photoshop does not write, a
/// transparency channel counts as used.
final class PsdComposite {

    private static final int RAW = 0;
    private static final int RLE = 1;
    private static final int ZIP_WITH_PREDICTION = 3;

    /// Row lengths that are read at once.
    private static final int BATCH = 4096;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final ByteReader in;
    private final PsdHeader header;
    private final int compression;
    private final long start;

    private PsdComposite(ByteReader in, PsdHeader header, int compression) {
        this.in = in;
        this.header = header;
        this.compression = compression;
        this.start = in.position();
    }

    /// Finds the composite at the cursor and makes sure that all of it is there.
    static PsdComposite locate(ByteReader in, PsdHeader header) throws Refusal, IOException {
        if (in.remaining() < 2) {
            throw in.corrupt("it ends at byte " + in.size() + " without a merged composite image");
        }
        int compression = in.u16();
        if (compression > ZIP_WITH_PREDICTION) {
            throw in.corrupt("its image data at byte " + in.position() + " has the unknown compression " + compression);
        }
        var composite = new PsdComposite(in, header, compression);
        composite.checkLength();
        return composite;
    }

    private void checkLength() throws Refusal, IOException {
        long needed = switch (compression) {
            case RAW -> (long) header.rowBytes() * header.size().height() * header.channels();
            case RLE -> tableBytes() + packedBytes(header.channels());
            default -> 2;
        };
        in.seek(start);
        if (needed > in.remaining()) {
            throw in.corrupt(
                    "its image data at byte " + start + " needs " + needed + " bytes, " + in.remaining() + " are left");
        }
    }

    private long tableBytes() {
        return (long) header.size().height() * header.channels() * (header.large() ? 4 : 2);
    }

    /// Bytes that the rows of the first `channels` channels take, as the table of row lengths says.
    private long packedBytes(int channels) throws Refusal, IOException {
        in.seek(start);
        in.require(tableBytes());
        long sum = 0;
        long rows = (long) header.size().height() * channels;
        for (long i = 0; i < rows; i++) {
            sum += header.large() ? in.u32() : in.u16();
        }
        return sum;
    }

    /// Whether every sample of a channel is full.
    boolean opaque(int channel) throws Refusal, IOException {
        return header.depth() > 1 && all(channel, this::full);
    }

    /// Whether no pixel of an indexed image has this index.
    boolean without(int index) throws Refusal, IOException {
        return all(0, row -> {
            for (byte sample : row) {
                if ((sample & 0xFF) == index) {
                    return false;
                }
            }
            return true;
        });
    }

    /// Whether all rows of a channel pass a test; false also when they cannot be read here.
    private boolean all(int channel, Predicate<byte[]> test) throws Refusal, IOException {
        try {
            return switch (compression) {
                case RAW -> allRaw(channel, test);
                case RLE -> allPacked(channel, test);
                default -> allZipped(channel, test);
            };
        } catch (UndecodableException e) {
            throw in.corrupt(e.detail());
        }
    }

    private boolean allRaw(int channel, Predicate<byte[]> test) throws Refusal, IOException {
        var row = new byte[header.rowBytes()];
        in.seek(start + (long) row.length * header.size().height() * channel);
        for (int y = 0; y < header.size().height(); y++) {
            if (!in.mayDecodeRow(row.length)) {
                return false;
            }
            in.readFully(row);
            if (!test.test(row)) {
                return false;
            }
        }
        return true;
    }

    /// Every row is unpacked on its own: what a run has beyond the end of its row is of no meaning.
    private boolean allPacked(int channel, Predicate<byte[]> test) throws Refusal, IOException {
        int height = header.size().height();
        long at = start + tableBytes() + packedBytes(channel);
        var row = new byte[header.rowBytes()];
        var segment = SegmentBytes.reusable(SourceBytes.of(in), BUFFER_BYTES, false);
        var packed = new PackBits(segment);
        for (int first = 0; first < height; first += BATCH) {
            long[] lengths = rowLengths(channel, first, Math.min(BATCH, height - first));
            for (long length : lengths) {
                if (!in.mayDecodeRow(row.length)) {
                    return false;
                }
                segment.enter(at, length, 0);
                packed.restart();
                packed.read(row, 0, row.length);
                if (!test.test(row)) {
                    return false;
                }
                at += length;
            }
        }
        return true;
    }

    /// All channels are in one stream, one after the other.
    private boolean allZipped(int channel, Predicate<byte[]> test) throws Refusal, IOException {
        boolean differences = compression == ZIP_WITH_PREDICTION;
        if (differences && header.depth() > 16) {
            return false;
        }
        int height = header.size().height();
        var row = new byte[header.rowBytes()];
        var segment = SegmentBytes.reusable(SourceBytes.of(in), BUFFER_BYTES, false);
        segment.enter(start, in.size() - start, in.size());
        try (var pixels = new ZippedBytes(segment)) {
            for (long y = 0; y < (channel + 1L) * height; y++) {
                if (!in.mayDecodeRow(row.length)) {
                    return false;
                }
                pixels.read(row, 0, row.length);
                if (y < (long) channel * height) {
                    continue;
                }
                if (differences) {
                    Differences.addUp(row, 0, row.length, header.depth());
                }
                if (!test.test(row)) {
                    return false;
                }
            }
            return true;
        }
    }

    private long[] rowLengths(int channel, int first, int count) throws Refusal, IOException {
        int bytes = header.large() ? 4 : 2;
        in.seek(start + ((long) channel * header.size().height() + first) * bytes);
        in.allocate((long) Long.BYTES * count);
        var lengths = new long[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = header.large() ? in.u32() : in.u16();
        }
        return lengths;
    }

    private boolean full(byte[] row) {
        if (header.depth() < 32) {
            for (byte sample : row) {
                if (sample != -1) {
                    return false;
                }
            }
            return true;
        }
        for (int i = 0; i + 3 < row.length; i += 4) {
            int bits =
                    (row[i] & 0xFF) << 24 | (row[i + 1] & 0xFF) << 16 | (row[i + 2] & 0xFF) << 8 | (row[i + 3] & 0xFF);
            if (!(Float.intBitsToFloat(bits) >= 1)) {
                return false;
            }
        }
        return true;
    }
}
