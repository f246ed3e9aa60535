package io.sluice.imaging.psd;

import io.sluice.imaging.decode.PackBits;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.SourceBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;

/// The image data section of a Photoshop document: the merged composite, channel after channel.
///
/// Zip-compressed composites, which Photoshop never writes, are not looked into: a transparency channel in them counts
/// as used.
final class PsdComposite {

    private static final int RAW = 0;
    private static final int RLE = 1;
    private static final int ZIP_WITH_PREDICTION = 3;

    /// Bits of 1.0f: full opacity at 32 bits.
    private static final int ONE = 0x3F80_0000;

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
        if (header.depth() == 1 || compression > RLE) {
            return false;
        }
        byte[] row = new byte[header.rowBytes()];
        int height = header.size().height();
        long at = compression == RLE
                ? start + tableBytes() + packedBytes(channel)
                : start + (long) row.length * height * channel;
        try {
            var segment = SegmentBytes.reusable(SourceBytes.of(in), BUFFER_BYTES);
            segment.enter(at, in.size() - at, false);
            return opaque(segment, row);
        } catch (UndecodableException e) {
            throw in.corrupt(e.detail());
        }
    }

    private boolean opaque(SegmentBytes segment, byte[] row) throws IOException {
        var packed = new PackBits(segment);
        for (int y = 0; y < header.size().height(); y++) {
            if (!in.mayDecodeRow(row.length)) {
                return false;
            }
            if (compression == RLE) {
                packed.read(row, 0, row.length);
            } else {
                segment.readFully(row, 0, row.length);
            }
            if (!full(row)) {
                return false;
            }
        }
        return true;
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
            if (bits != ONE) {
                return false;
            }
        }
        return true;
    }
}
