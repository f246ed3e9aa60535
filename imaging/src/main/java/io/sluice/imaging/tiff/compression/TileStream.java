package io.sluice.imaging.tiff.compression;

import io.sluice.imaging.decode.PackBits;
import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.ZippedBytes;
import io.sluice.imaging.pixels.UndecodableException;
import java.io.IOException;
import java.util.Arrays;

/// The decompressed bytes of one strip or tile, from front to back; used to identify and to convert.
public abstract sealed class TileStream implements AutoCloseable
        permits TileStream.Stored, TileStream.Zeros, TileStream.Deflated, TileStream.Packed, LzwTable {

    private static final String TOO_SHORT = "a strip or tile ends too early and holds fewer pixels than it should";

    /// @throws UndecodableException when the tile is broken or ends before `count` bytes
    public abstract void read(byte[] target, int from, int count) throws IOException;

    public void skip(long count) throws IOException {
        if (count > 0) {
            throw new IllegalStateException("a compressed tile cannot be entered in the middle");
        }
    }

    @Override
    public void close() {}

    /// Begins anew with the run that the input was moved to.
    public abstract void restart();

    /// What stands for a tile that is not stored.
    public static TileStream zeros() {
        return new Zeros();
    }

    /// Whether there is a decoder for a compression.
    public static boolean decodes(int compression) {
        return switch (compression) {
            case TiffCompression.UNCOMPRESSED,
                    TiffCompression.PACK_BITS,
                    TiffCompression.LZW,
                    TiffCompression.OLD_LZW,
                    TiffCompression.DEFLATE,
                    TiffCompression.ADOBE_DEFLATE -> true;
            default -> false;
        };
    }

    /// Decodes what `input` delivers.
    public static TileStream of(int compression, SegmentBytes input) {
        return switch (compression) {
            case TiffCompression.UNCOMPRESSED -> new Stored(input);
            case TiffCompression.PACK_BITS -> new Packed(input);
            case TiffCompression.LZW -> new LzwStream(input);
            case TiffCompression.OLD_LZW -> new OldLzwStream(input);
            case TiffCompression.DEFLATE, TiffCompression.ADOBE_DEFLATE -> new Deflated(input);
            default -> throw new IllegalArgumentException("compression " + compression);
        };
    }

    static UndecodableException tooShort() {
        return new UndecodableException(TOO_SHORT);
    }

    /// Not compressed.
    static final class Stored extends TileStream {

        private final SegmentBytes input;

        Stored(SegmentBytes input) {
            this.input = input;
        }

        @Override
        public void restart() {}

        @Override
        public void skip(long count) throws IOException {
            input.skip(count);
        }

        @Override
        public void read(byte[] target, int from, int count) throws IOException {
            input.readFully(target, from, count);
        }
    }

    /// A tile of a sparse file, which is not stored because all its samples are zero (as GDAL writes them).
    static final class Zeros extends TileStream {

        @Override
        public void restart() {}

        @Override
        public void skip(long count) {}

        @Override
        public void read(byte[] target, int from, int count) {
            Arrays.fill(target, from, from + count, (byte) 0);
        }
    }

    /// zlib (Adobe's and the older number mean the same).
    static final class Deflated extends TileStream {

        private static final ZippedBytes.Messages MESSAGES =
                new ZippedBytes.Messages(TOO_SHORT, "a strip or tile is not valid zlib data");

        private final ZippedBytes pixels;

        Deflated(SegmentBytes input) {
            pixels = new ZippedBytes(input, MESSAGES);
        }

        @Override
        public void restart() {
            pixels.restart();
        }

        @Override
        public void read(byte[] target, int from, int count) throws IOException {
            pixels.read(target, from, count);
        }

        @Override
        public void close() {
            pixels.close();
        }
    }

    /// Runs of bytes (TIFF 6.0, section 9).
    static final class Packed extends TileStream {

        private final PackBits pixels;

        Packed(SegmentBytes input) {
            pixels = new PackBits(input);
        }

        @Override
        public void restart() {
            pixels.restart();
        }

        @Override
        public void read(byte[] target, int from, int count) throws IOException {
            pixels.read(target, from, count);
        }
    }
}
