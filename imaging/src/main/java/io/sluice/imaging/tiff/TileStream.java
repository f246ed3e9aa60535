package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The decompressed bytes of one strip or tile, from front to back.
abstract sealed class TileStream implements AutoCloseable
        permits TileStream.Stored, TileStream.Deflated, TileStream.PackBits, LzwStream {

    /// Bytes for reading ahead in all tiles that are open together.
    private static final int BUFFERS = 4 << 20;

    /// @throws UndecodableException when the tile is broken or ends before `count` bytes
    abstract void read(byte[] target, int from, int count) throws IOException;

    void skip(long count) throws IOException {
        if (count > 0) {
            throw new IllegalStateException("a compressed tile cannot be entered in the middle");
        }
    }

    @Override
    public void close() {}

    static TileStream open(FileBytes file, TiffImage image, int tile) throws UndecodableException {
        var input = new SegmentBytes(
                file,
                image.tiles().offset(tile),
                image.tiles().length(tile),
                image.fillReversed(),
                BUFFERS / image.tilesInARow());
        return switch (image.compression()) {
            case TiffImage.UNCOMPRESSED -> new Stored(input);
            case TiffImage.PACK_BITS -> new PackBits(input);
            case TiffImage.LZW -> new LzwStream(input);
            case TiffImage.DEFLATE, TiffImage.ADOBE_DEFLATE -> new Deflated(input);
            default -> throw new IllegalArgumentException("compression " + image.compression());
        };
    }

    static UndecodableException tooShort() {
        return new UndecodableException("a strip or tile holds fewer pixels than it should");
    }

    /// Not compressed.
    static final class Stored extends TileStream {

        private final SegmentBytes input;

        Stored(SegmentBytes input) {
            this.input = input;
        }

        @Override
        void skip(long count) throws IOException {
            input.skip(count);
        }

        @Override
        void read(byte[] target, int from, int count) throws IOException {
            input.readFully(target, from, count);
        }
    }

    /// zlib (Adobe's and the older number mean the same).
    static final class Deflated extends TileStream {

        private final SegmentBytes input;
        private final Inflater inflater = new Inflater();

        Deflated(SegmentBytes input) {
            this.input = input;
        }

        @Override
        void read(byte[] target, int from, int count) throws IOException {
            int done = 0;
            try {
                while (done < count) {
                    int inflated = inflater.inflate(target, from + done, count - done);
                    done += inflated;
                    if (inflated == 0) {
                        if (inflater.finished() || inflater.needsDictionary() || !input.fill()) {
                            throw tooShort();
                        }
                        inflater.setInput(input.buffer(), 0, input.filled());
                    }
                }
            } catch (DataFormatException e) {
                throw new UndecodableException("a strip or tile is not valid zlib data", e);
            }
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    /// Runs of bytes (TIFF 6.0, section 9). Some writers let a run cross the end of a row.
    static final class PackBits extends TileStream {

        private final SegmentBytes input;
        private int literal;
        private int repeated;
        private byte value;

        PackBits(SegmentBytes input) {
            this.input = input;
        }

        @Override
        void read(byte[] target, int from, int count) throws IOException {
            int at = from;
            int end = from + count;
            while (at < end) {
                if (literal > 0) {
                    int take = Math.min(literal, end - at);
                    input.readFully(target, at, take);
                    literal -= take;
                    at += take;
                } else if (repeated > 0) {
                    int take = Math.min(repeated, end - at);
                    java.util.Arrays.fill(target, at, at + take, value);
                    repeated -= take;
                    at += take;
                } else {
                    start();
                }
            }
        }

        private void start() throws IOException {
            int header = (byte) input.next();
            if (header >= 0) {
                literal = header + 1;
            } else if (header != -128) {
                repeated = 1 - header;
                value = (byte) input.next();
            }
        }
    }
}
