package io.sluice.imaging.crosscheck;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A reader of TIFF as simple as can be, after TIFF 6.0: every sample is a number, every row is read from the
/// beginning of its strip or tile.
final class PlainTiff implements SecondReader {

    /// All are open at the same time.
    private static final int MOST_STREAMS = 1024;

    private static final Set<Integer> COMPRESSIONS = Set.of(1, 5, 8, 32_773, 32_946);

    private final FileWindow file;
    private final PlainTiffTags tags;
    private final PlainTiffColors colors;
    private final int width;
    private final int height;
    private final int bits;
    private final int samples;
    private final boolean planar;
    private final int blockWidth;
    private final int blockHeight;
    private final int compression;
    private final int predictor;

    private List<InputStream> open = List.of();
    private int openBlockRow = -1;
    private int nextRow;

    private PlainTiff(FileWindow file) throws IOException {
        this.file = file;
        tags = PlainTiffTags.read(file);
        width = (int) tags.one(256, 0);
        height = (int) tags.one(257, 0);
        bits = (int) tags.one(258, 1);
        samples = (int) tags.one(277, (double) Math.max(1, tags.count(258)));
        colors = new PlainTiffColors(tags, bits, samples);
        planar = tags.one(284, 1) == 2 && samples > 1;
        blockWidth = (int) tags.one(322, width);
        int rows = (int) Math.min(tags.one(tags.has(322) ? 323 : 278, height), Integer.MAX_VALUE);
        blockHeight = rows < 1 || (rows > height && !tags.has(322)) ? height : rows;
        compression = (int) tags.one(259, 1);
        predictor = compression == 1 || compression == 32_773 ? 1 : (int) tags.one(317, 1);
        boolean same = true;
        for (int i = 0; i < Math.min(samples, tags.count(258)); i++) {
            same &= tags.one(258, i, bits) == bits;
        }
        if (!same
                || !COMPRESSIONS.contains(compression)
                || !colors.known()
                || width < 1
                || height < 1
                || bits < 1
                || bits > 64
                || blockWidth < 1) {
            throw new IOException("not a TIFF that can be read plainly");
        }
    }

    static PlainTiff open(Path path) throws IOException {
        var file = FileWindow.open(path);
        try {
            return new PlainTiff(file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private long integer(byte[] bytes, int from, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            long next = bytes[from + (tags.little() ? size - 1 - i : i)] & 0xFF;
            value = value << 8 | next;
        }
        return value;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int blockHeight() {
        return blockHeight;
    }

    @Override
    public boolean addressable() {
        return compression == 1;
    }

    @Override
    public boolean sequential() {
        return true;
    }

    @Override
    public Rules rules() {
        return colors.rules();
    }

    @Override
    public void row(int y, double[] rgba) throws IOException {
        int blockRow = y / blockHeight;
        if (blockRow != openBlockRow || y < nextRow || (compression == 1 && y > nextRow)) {
            enter(blockRow, compression == 1 ? y % blockHeight : 0);
            nextRow = compression == 1 ? y : blockRow * blockHeight;
        }
        for (; nextRow < y; nextRow++) {
            read(null);
        }
        var values = new double[width * samples];
        read(values);
        nextRow++;
        for (int x = 0; x < width; x++) {
            colors.pixel(values, x * samples, rgba, 4 * x);
        }
    }

    private void enter(int blockRow, int skippedRows) throws IOException {
        leave();
        int across = Math.ceilDiv(width, blockWidth);
        int down = Math.ceilDiv(height, blockHeight);
        boolean tiled = tags.has(322);
        int offsets = tiled && tags.has(324) ? 324 : 273;
        int lengths = tiled && tags.has(325) ? 325 : 279;
        if ((long) across * (planar ? samples : 1) > MOST_STREAMS) {
            throw new IOException("too many tiles side by side");
        }
        var streams = new ArrayList<InputStream>();
        for (int plane = 0; plane < (planar ? samples : 1); plane++) {
            for (int column = 0; column < across; column++) {
                if (planar && !colors.uses(plane)) {
                    streams.add(InputStream.nullInputStream());
                    continue;
                }
                int block = (plane * down + blockRow) * across + column;
                long offset = (long) tags.one(offsets, block, -1);
                if (offset < 0) {
                    throw new EOFException();
                }
                boolean stored = offset != 0 || tags.one(lengths, block, 0) != 0;
                streams.add(stored ? stream(offset + (long) skippedRows * rowBytes()) : new Zeros());
            }
        }
        open = streams;
        openBlockRow = blockRow;
    }

    private int rowBytes() {
        return Math.ceilDiv(blockWidth * (planar ? 1 : samples) * bits, 8);
    }

    private InputStream stream(long at) throws IOException {
        InputStream raw = new BufferedInputStream(file.from(at, tags.one(266, 1) == 2), 4096);
        return switch (compression) {
            case 1 -> raw;
            case 5 -> new PlainLzw(raw);
            case 8, 32_946 -> new InflaterInputStream(raw);
            case 32_773 -> new PlainPackBits(raw);
            default -> throw new IOException("compression " + compression);
        };
    }

    /// Reads the next row of all blocks that are open.
    private void read(double @Nullable [] values) throws IOException {
        int across = Math.ceilDiv(width, blockWidth);
        int step = planar ? 1 : samples;
        for (int plane = 0; plane < (planar ? samples : 1); plane++) {
            if (planar && !colors.uses(plane)) {
                continue;
            }
            for (int column = 0; column < across; column++) {
                byte[] row = open.get(plane * across + column).readNBytes(rowBytes());
                if (row.length < rowBytes()) {
                    throw new EOFException();
                }
                if (values != null) {
                    long[] numbers = numbers(row, step);
                    int left = column * blockWidth;
                    int count = Math.min(blockWidth, width - left) * step;
                    for (int i = 0; i < count; i++) {
                        int at = (left + i / step) * samples + (planar ? plane : i % step);
                        values[at] = colors.value(numbers[i], planar ? plane : i % step);
                    }
                }
            }
        }
    }

    private long[] numbers(byte[] row, int step) {
        var numbers = new long[blockWidth * step];
        long mask = bits == 64 ? -1 : (1L << bits) - 1;
        int size = bits / 8;
        if (predictor == 3) {
            for (int i = step; i < row.length; i++) {
                row[i] += row[i - step];
            }
        }
        for (int i = 0; i < numbers.length; i++) {
            if (predictor == 3) {
                for (int b = 0; b < size; b++) {
                    numbers[i] = numbers[i] << 8 | (row[b * numbers.length + i] & 0xFF);
                }
            } else if (bits % 8 == 0) {
                numbers[i] = integer(row, i * size, size);
            } else {
                for (int b = i * bits; b < (i + 1) * bits; b++) {
                    numbers[i] = numbers[i] << 1 | (row[b / 8] >> (7 - b % 8) & 1);
                }
            }
            if (predictor == 2 && i >= step) {
                numbers[i] = numbers[i] + numbers[i - step] & mask;
            }
        }
        return numbers;
    }

    private void leave() throws IOException {
        for (var stream : open) {
            stream.close();
        }
        open = List.of();
    }

    @Override
    public void close() throws IOException {
        leave();
        file.close();
    }

    /// What is not stored.
    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }
    }
}
