package io.sluice.imaging.tiff;

import io.sluice.imaging.decode.SegmentBytes;
import io.sluice.imaging.decode.SourceBytes;
import io.sluice.imaging.pixels.UndecodableException;
import io.sluice.imaging.read.ByteReader;
import io.sluice.imaging.read.Refusal;
import io.sluice.imaging.tiff.compression.TileStream;
import java.io.IOException;

/// A search in the alpha channel of a TIFF page, row by row, for a sample that is not opaque.
///
/// It reads pages without compression or with LZW, Deflate or PackBits. With compressions that need a codec
/// (JPEG, WebP, …), a declared alpha channel counts as used.
final class TiffOpacity {

    private static final int HORIZONTAL = 2;
    private static final int FLOATING_POINT = 3;

    /// Number of offsets and lengths that are read together: moving to each of them would take most of the
    /// time.
    private static final int BATCH = 4096;

    private static final int LONGEST_ROW = 16 * 1024 * 1024;

    private static final int BUFFER_BYTES = 16 * 1024;

    private final ByteReader in;
    private final TiffPage page;
    private final int predictor;
    private final AlphaSample sample;
    private final int stride;
    private final int index;

    TiffOpacity(ByteReader in, TiffPage page) throws Refusal, IOException {
        this.in = in;
        this.page = page;
        this.predictor = page.predictor();
        this.sample = AlphaSample.of(in, page);
        this.stride = page.planar() ? 1 : page.samples().count();
        this.index = page.planar() ? 0 : page.samples().alpha();
    }

    /// Whether the page is opaque; false also when its alpha channel cannot be read here.
    boolean opaque() throws Refusal, IOException {
        if (!readable()) {
            return false;
        }
        int blocks = page.blocksAcross() * page.blocksDown();
        long first = page.planar() ? (long) page.samples().alpha() * blocks : 0;
        in.allocate(page.blockRowBytes());
        byte[] row = new byte[(int) page.blockRowBytes()];
        var segment = SegmentBytes.reusable(SourceBytes.of(in), BUFFER_BYTES, page.fillReversed());
        try (var pixels = TileStream.of(page.compression(), segment)) {
            for (int done = 0; done < blocks; done += BATCH) {
                int count = Math.min(BATCH, blocks - done);
                long[] offsets = page.directory().values(page.offsetsTag(), first + done, count);
                long[] lengths = page.directory().values(page.lengthsTag(), first + done, count);
                for (int i = 0; i < count; i++) {
                    long end = TiffBlocks.end(offsets, i, in.size());
                    long length = i < lengths.length ? lengths[i] : 0;
                    // missing blocks of a sparse file are zero
                    if (length == 0 && offsets[i] == 0) {
                        return false;
                    }
                    segment.enter(offsets[i], length == 0 ? end - offsets[i] : length, end);
                    pixels.restart();
                    if (!opaque(done + i, pixels, row)) {
                        return false;
                    }
                }
            }
        } catch (UndecodableException e) {
            throw in.corrupt(e.detail());
        }
        return true;
    }

    private boolean readable() throws Refusal, IOException {
        boolean wholeBytes = page.bits() % 8 == 0;
        boolean knownPredictor = predictor <= 1 || (predictor <= FLOATING_POINT && wholeBytes);
        return TileStream.decodes(page.compression())
                && page.samples().bits() > 0
                && knownPredictor
                && page.blockRowBytes() <= LONGEST_ROW;
    }

    /// @param row buffer for one row of the block
    private boolean opaque(int block, TileStream pixels, byte[] row) throws Refusal, IOException {
        int column = block % page.blocksAcross() * page.blockWidth();
        int line = block / page.blocksAcross() * page.blockHeight();
        int columns = Math.min(page.blockWidth(), page.size().width() - column);
        int lines = Math.min(page.blockHeight(), page.size().height() - line);
        for (int y = 0; y < lines; y++) {
            if (!in.mayDecodeRow(row.length)) {
                return false;
            }
            pixels.read(row, 0, row.length);
            if (!full(row, columns)) {
                return false;
            }
        }
        return true;
    }

    private boolean full(byte[] row, int columns) {
        if (predictor == FLOATING_POINT) {
            sumUp(row);
            int values = page.blockWidth() * stride;
            for (int x = 0; x < columns; x++) {
                if (!sample.full(sample.inPlanes(row, x * stride + index, values))) {
                    return false;
                }
            }
            return true;
        }
        long sum = 0;
        for (int x = 0; x < columns; x++) {
            long value = sample.at(row, x * stride + index);
            sum = predictor == HORIZONTAL ? sum + value : value;
            if (!sample.full(sum)) {
                return false;
            }
        }
        return true;
    }

    /// Reverses the floating point prediction (Adobe Photoshop TIFF Technical Note 3): differences of bytes.
    private void sumUp(byte[] row) {
        for (int i = stride; i < row.length; i++) {
            row[i] += row[i - stride];
        }
    }
}
