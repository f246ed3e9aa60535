package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.SampleFormat;
import io.sluice.imaging.read.Refusal;
import java.io.IOException;
import java.nio.ByteOrder;

/// How the first image of a TIFF lies in its file (TIFF 6.0, sections 3 to 8, 13 to 15).
///
/// Strips count as tiles as wide as the image.
///
/// @param compression as in the tag of that name
/// @param predictor   1 none, 2 horizontal differencing, 3 floating point
/// @param planar      every sample is in tiles of its own, plane after plane
/// @param tileWidth   pixels
/// @param tileHeight  rows
/// @param fillReversed the bits of every byte are in reverse order
/// @param tiles       where the tiles are
record TiffImage(
        SampleFormat format,
        int height,
        ByteOrder order,
        int compression,
        int predictor,
        boolean planar,
        int tileWidth,
        int tileHeight,
        boolean fillReversed,
        Tiles tiles) {

    static final int UNCOMPRESSED = 1;
    static final int LZW = 5;
    static final int ADOBE_DEFLATE = 8;
    static final int PACK_BITS = 32_773;
    static final int DEFLATE = 32_946;

    /// Where in the file each tile is, row by row, plane after plane.
    static final class Tiles {

        private final long[] offsets;
        private final long[] lengths;

        Tiles(long[] offsets, long[] lengths) {
            this.offsets = offsets;
            this.lengths = lengths;
        }

        long offset(int index) {
            return offsets[index];
        }

        long length(int index) {
            return lengths[index];
        }
    }

    /// Reads the predictor of an image, 1 when there is none: without compression and with PackBits the tag has no
    /// meaning.
    static int predictor(TiffDirectory directory, int compression) throws Refusal, IOException {
        return compression == UNCOMPRESSED || compression == PACK_BITS
                ? 1
                : (int) directory.value(TiffDirectory.PREDICTOR, 1);
    }

    int width() {
        return format.width();
    }

    /// Tiles side by side.
    int columns() {
        return Math.ceilDiv(width(), tileWidth);
    }

    /// Tiles that hold the same rows.
    int tilesInARow() {
        return columns() * planes();
    }

    /// Tiles one below the other.
    int tileRows() {
        return Math.ceilDiv(height, tileHeight);
    }

    int planes() {
        return planar ? format.samples() : 1;
    }

    /// Bytes of a row of one tile.
    int tileRowBytes() {
        long samples = (long) tileWidth * (planar ? 1 : format.samples());
        return Math.toIntExact(Math.ceilDiv(samples * format.bits(), 8L));
    }

    /// Index into [#tiles] of a tile.
    int tile(int plane, int row, int column) {
        return (plane * tileRows() + row) * columns() + column;
    }

    /// Whether any row can be read without those before it in the tile.
    boolean addressable() {
        return compression == UNCOMPRESSED;
    }
}
