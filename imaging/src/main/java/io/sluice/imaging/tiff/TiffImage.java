package io.sluice.imaging.tiff;

import io.sluice.imaging.samples.SampleFormat;
import io.sluice.imaging.tiff.compression.TiffCompression;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;

/// How the first image of a TIFF lies in its file (TIFF 6.0, sections 3 to 8, 13 to 15).
///
/// Strips count as tiles as wide as the image.
///
/// @param compression as in the tag of that name
/// @param predictor   1 none, 2 horizontal differencing, 3 floating point
/// @param planes      numbers of the planes that are read, one a sample; empty when samples lie together
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
        List<Integer> planes,
        int tileWidth,
        int tileHeight,
        boolean fillReversed,
        Tiles tiles) {

    /// Where in the file each tile is, row by row, plane after plane.
    static final class Tiles {

        private final long[] offsets;
        private final long[] lengths;
        private final long fileSize;

        /// @param lengths as declared; those that are missing are 0
        Tiles(long[] offsets, long[] lengths, long fileSize) {
            this.offsets = offsets;
            this.lengths = lengths;
            this.fileSize = fileSize;
        }

        /// Whether a tile is not stored, because all its samples are zero.
        boolean sparse(int index) {
            return offsets[index] == 0 && lengths[index] == 0;
        }

        long offset(int index) {
            return offsets[index];
        }

        /// As declared, or what there is when nothing is declared.
        long length(int index) {
            return lengths[index] == 0 ? Math.max(0, end(index) - offsets[index]) : lengths[index];
        }

        /// Where a tile ends at the latest.
        long end(int index) {
            return TiffBlocks.end(offsets, index, fileSize);
        }
    }

    /// Reads the predictor of an image, 1 when there is none: without compression and with PackBits the tag has no
    /// meaning.
    static int predictor(TiffDirectory directory, int compression) throws IOException {
        return compression == TiffCompression.UNCOMPRESSED || compression == TiffCompression.PACK_BITS
                ? 1
                : (int) directory.optional(TiffDirectory.PREDICTOR, 1);
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
        return columns() * Math.max(1, planes.size());
    }

    /// Tiles one below the other.
    int tileRows() {
        return Math.ceilDiv(height, tileHeight);
    }

    /// Whether every sample is in tiles of its own.
    boolean planar() {
        return !planes.isEmpty();
    }

    /// Bytes of a row of one tile.
    int tileRowBytes() {
        long samples = (long) tileWidth * (planar() ? 1 : format.samples());
        return Math.toIntExact(Math.ceilDiv(samples * format.bits(), 8L));
    }

    /// Index into [#tiles] of a tile.
    ///
    /// @param plane index into [#planes], 0 when samples lie together
    int tile(int plane, int row, int column) {
        int stored = planar() ? planes.get(plane) : 0;
        return (stored * tileRows() + row) * columns() + column;
    }

    /// Whether any row can be read without those before it in the tile.
    boolean addressable() {
        return compression == TiffCompression.UNCOMPRESSED;
    }
}
