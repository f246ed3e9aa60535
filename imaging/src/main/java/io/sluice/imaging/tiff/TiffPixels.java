package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.FileBytes;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.PixelSource;
import io.sluice.imaging.samples.SampleConversion;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The pixels of a TIFF in strips or tiles.
///
/// Bands are complete rows of tiles if those have a suitable size; so they are independent, and several
/// threads decode them concurrently. A compressed image in one giant strip is decoded sequentially, with a
/// decoder that keeps its position between bands.
final class TiffPixels implements PixelSource {

    /// Maximum bytes of a row of compressed tiles that is decoded as one band.
    private static final long LARGEST_BAND = 8 << 20;

    /// Maximum number of tiles for concurrent decoding, in which each thread has its own tiles.
    private static final int MOST_TILES_A_THREAD = 1024;

    private final FileBytes file;
    private final TiffImage image;
    private final SampleConversion conversion;
    private final boolean concurrent;
    private final int bandRows;
    private @Nullable TileRowReader current;
    private int currentTileRow = -1;
    private int nextRow;

    TiffPixels(FileBytes file, TiffImage image, SampleConversion conversion) {
        this.file = file;
        this.image = image;
        this.conversion = conversion;
        long tileRowBytes = (long) image.format().rowBytes() * Math.min(image.tileHeight(), image.height());
        concurrent =
                image.tilesInARow() <= MOST_TILES_A_THREAD && (image.addressable() || tileRowBytes <= LARGEST_BAND);
        int wanted = PixelSource.bandRowsFor(conversion.layout());
        int tileHeight = Math.min(image.tileHeight(), image.height());
        if (!concurrent || (image.addressable() && image.columns() == 1)) {
            bandRows = wanted;
        } else {
            bandRows = Math.max(1, wanted / tileHeight) * tileHeight;
        }
    }

    @Override
    public PixelLayout layout() {
        return conversion.layout();
    }

    @Override
    public int bandRows() {
        return bandRows;
    }

    @Override
    public boolean concurrent() {
        return concurrent;
    }

    @Override
    public byte[] band(int index) throws IOException {
        int first = index * bandRows;
        int count = rowsOf(index);
        var rows = new byte[Math.multiplyExact(count, image.format().rowBytes())];
        if (concurrent) {
            readFrom(first, count, rows);
        } else {
            readOn(first, count, rows);
        }
        return conversion.convert(rows, count);
    }

    @Override
    public void close() throws IOException {
        leave();
        file.close();
    }

    private void readFrom(int first, int count, byte[] rows) throws IOException {
        for (int done = 0; done < count; ) {
            int tileRow = (first + done) / image.tileHeight();
            int inside = (first + done) % image.tileHeight();
            int take = Math.min(count - done, image.tileHeight() - inside);
            try (var reader = TileRowReader.open(file, image, tileRow, inside)) {
                for (int i = 0; i < take; i++, done++) {
                    reader.readRow(rows, done * image.format().rowBytes());
                }
            }
        }
    }

    private void readOn(int first, int count, byte[] rows) throws IOException {
        if (first < nextRow) {
            leave();
            nextRow = 0;
        }
        var skipped = new byte[image.format().rowBytes()];
        for (int y = nextRow; y < first + count; y++) {
            TileRowReader reader = at(y / image.tileHeight());
            if (y < first) {
                reader.readRow(skipped, 0);
            } else {
                reader.readRow(rows, (y - first) * image.format().rowBytes());
            }
        }
        nextRow = first + count;
    }

    private TileRowReader at(int tileRow) throws IOException {
        TileRowReader reader = current;
        if (reader == null || currentTileRow != tileRow) {
            leave();
            reader = TileRowReader.open(file, image, tileRow, 0);
            current = reader;
            currentTileRow = tileRow;
        }
        return reader;
    }

    private void leave() {
        if (current != null) {
            current.close();
            current = null;
        }
    }
}
