package io.sluice.imaging.tiff;

import io.sluice.imaging.samples.SampleFormat;
import io.sluice.imaging.tiff.compression.TiffCompression;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.List;

/// The storage of the first image of a TIFF (TIFF 6.0, sections 3 to 8, 13 to 15).
///
/// Strips count as tiles with the width of the image.
///
/// @param planes     numbers of the planes to read, one per sample; empty when samples are interleaved
/// @param tileWidth  width in pixels
/// @param tileHeight number of rows
/// @param tiles      positions of the tiles
record TiffImage(
        SampleFormat format,
        int height,
        Coding coding,
        List<Integer> planes,
        int tileWidth,
        int tileHeight,
        Tiles tiles) {

    /// The coding of the bytes of each tile.
    ///
    /// @param order        order of the bytes of a sample
    /// @param compression  value of the tag Compression
    /// @param predictor    1 none, 2 horizontal differencing, 3 floating point
    /// @param fillReversed whether the bits of every byte are in reverse order
    record Coding(ByteOrder order, int compression, int predictor, boolean fillReversed) {}

    /// The position of each tile in the file, row by row, plane after plane.
    static final class Tiles {

        private final long[] offsets;
        private final long[] lengths;
        private final long fileSize;

        /// @param lengths as declared; missing ones are 0
        Tiles(long[] offsets, long[] lengths, long fileSize) {
            this.offsets = offsets;
            this.lengths = lengths;
            this.fileSize = fileSize;
        }

        /// Whether a tile is not stored because all its samples are zero.
        boolean sparse(int index) {
            return offsets[index] == 0 && lengths[index] == 0;
        }

        long offset(int index) {
            return offsets[index];
        }

        /// Returns the declared length, or the available bytes when none is declared.
        long length(int index) {
            return lengths[index] == 0 ? Math.max(0, end(index) - offsets[index]) : lengths[index];
        }

        /// Returns the last possible end of a tile.
        long end(int index) {
            return TiffBlocks.end(offsets, index, fileSize);
        }
    }

    /// Reads the predictor of an image, 1 when there is none: without compression and with PackBits the tag
    /// is ignored.
    static int predictor(TiffDirectory directory, int compression) throws IOException {
        return compression == TiffCompression.UNCOMPRESSED || compression == TiffCompression.PACK_BITS
                ? 1
                : (int) directory.optional(TiffDirectory.PREDICTOR, 1);
    }

    int width() {
        return format.width();
    }

    /// Returns the number of adjacent tiles.
    int columns() {
        return Math.ceilDiv(width(), tileWidth);
    }

    /// Returns the number of tiles with the same rows.
    int tilesInARow() {
        return columns() * Math.max(1, planes.size());
    }

    /// Returns the number of rows of tiles.
    int tileRows() {
        return Math.ceilDiv(height, tileHeight);
    }

    /// Whether every sample has separate tiles.
    boolean planar() {
        return !planes.isEmpty();
    }

    /// Returns the bytes per row of one tile.
    int tileRowBytes() {
        long samples = (long) tileWidth * (planar() ? 1 : format.samples());
        return Math.toIntExact(Math.ceilDiv(samples * format.bits(), 8L));
    }

    /// Returns the index into [#tiles] of a tile.
    ///
    /// @param plane index into [#planes], 0 when samples are interleaved
    int tile(int plane, int row, int column) {
        int stored = planar() ? planes.get(plane) : 0;
        return (stored * tileRows() + row) * columns() + column;
    }

    /// Whether any row can be read without the previous rows of the tile.
    boolean addressable() {
        return coding.compression == TiffCompression.UNCOMPRESSED;
    }
}
