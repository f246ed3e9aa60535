package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.decode.PackBits;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The decompressed bytes of one strip or tile, from front to back; used to identify and to convert.
abstract sealed class TileStream implements AutoCloseable
        permits TileStream.Stored, TileStream.Zeros, TileStream.Deflated, TileStream.Packed, LzwStream, OldLzwStream {

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

    /// Begins anew with the run that the input was moved to.
    abstract void restart();

    /// Opens a tile of an image.
    static TileStream open(FileBytes file, TiffImage image, int tile) throws UndecodableException {
        if (image.tiles().sparse(tile)) {
            return new Zeros();
        }
        long offset = image.tiles().offset(tile);
        long length = image.tiles().length(tile);
        var input = SegmentBytes.open(file, offset, length, image.fillReversed(), BUFFERS / image.tilesInARow());
        input.enter(offset, length, image.tiles().end(tile));
        return of(image.compression(), input);
    }

    /// Whether there is a decoder for a compression.
    static boolean decodes(int compression) {
        return switch (compression) {
            case TiffImage.UNCOMPRESSED,
                    TiffImage.PACK_BITS,
                    TiffImage.LZW,
                    TiffImage.OLD_LZW,
                    TiffImage.DEFLATE,
                    TiffImage.ADOBE_DEFLATE -> true;
            default -> false;
        };
    }

    /// Decodes what `input` delivers.
    static TileStream of(int compression, SegmentBytes input) {
        return switch (compression) {
            case TiffImage.UNCOMPRESSED -> new Stored(input);
            case TiffImage.PACK_BITS -> new Packed(input);
            case TiffImage.LZW -> new LzwStream(input);
            case TiffImage.OLD_LZW -> new OldLzwStream(input);
            case TiffImage.DEFLATE, TiffImage.ADOBE_DEFLATE -> new Deflated(input);
            default -> throw new IllegalArgumentException("compression " + compression);
        };
    }

    static UndecodableException tooShort() {
        return new UndecodableException("a strip or tile ends too early and holds fewer pixels than it should");
    }

    /// Not compressed.
    static final class Stored extends TileStream {

        private final SegmentBytes input;

        Stored(SegmentBytes input) {
            this.input = input;
        }

        @Override
        void restart() {}

        @Override
        void skip(long count) throws IOException {
            input.skip(count);
        }

        @Override
        void read(byte[] target, int from, int count) throws IOException {
            input.readFully(target, from, count);
        }
    }

    /// A tile of a sparse file, which is not stored because all its samples are zero (as GDAL writes them).
    static final class Zeros extends TileStream {

        @Override
        void restart() {}

        @Override
        void skip(long count) {}

        @Override
        void read(byte[] target, int from, int count) {
            Arrays.fill(target, from, from + count, (byte) 0);
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
        void restart() {
            inflater.reset();
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

    /// Runs of bytes (TIFF 6.0, section 9).
    static final class Packed extends TileStream {

        private final PackBits pixels;

        Packed(SegmentBytes input) {
            pixels = new PackBits(input);
        }

        @Override
        void restart() {
            pixels.restart();
        }

        @Override
        void read(byte[] target, int from, int count) throws IOException {
            pixels.read(target, from, count);
        }
    }
}
