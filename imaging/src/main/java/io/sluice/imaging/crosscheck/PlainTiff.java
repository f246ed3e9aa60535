package io.sluice.imaging.crosscheck;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A reader of TIFF as simple as can be, after TIFF 6.0: every sample is a number, every row is read from the beginning
/// of its strip or tile.
final class PlainTiff implements SecondReader {

    private static final int MOST_COLORS = 3 << 16;
    /// All are open at the same time.
    private static final int MOST_STREAMS = 1024;

    private static final Set<Integer> COMPRESSIONS = Set.of(1, 5, 8, 32_773, 32_946);
    private static final Set<Integer> COLORS = Set.of(0, 1, 2, 3, 5, 8, 9);
    private static final int ICC_PROFILE = 34_675;

    /// @param at of the values
    private record Tag(int type, long count, long at) {}

    private final FileWindow file;
    private final boolean little;
    private final Map<Integer, Tag> tags = new HashMap<>();
    private final double[] colorMap;
    private final int width;
    private final int height;
    private final int bits;
    private final int samples;
    private final int colors;
    private final int alpha;
    private final int kind;
    private final int photometric;
    private final boolean premultiplied;
    private final boolean planar;
    private final int blockWidth;
    private final int blockHeight;
    private final int compression;
    private final int predictor;
    private final boolean scaled;
    private final double mapDivisor;
    private boolean profile;

    private List<InputStream> open = List.of();
    private int openBlockRow = -1;
    private int nextRow;

    private PlainTiff(FileWindow file) throws IOException {
        this.file = file;
        little = file.u8() == 'I';
        file.littleEndian(little);
        file.seek(2);
        boolean big = file.number(2) == 43;
        file.seek(big ? 8 : 4);
        file.seek(file.number(big ? 8 : 4));
        readTags(big);
        width = (int) one(256, 0);
        height = (int) one(257, 0);
        bits = (int) one(258, 1);
        samples = (int) one(277, (double) Math.max(1, count(258)));
        photometric = (int) one(262, samples < 3 ? 1 : 2);
        colors = switch (photometric) {
            case 2, 8, 9 -> 3;
            case 5 -> 4;
            default -> 1;
        };
        int found = -1;
        boolean associated = false;
        for (int i = colors; i < samples && found < 0; i++) {
            double meaning = tags.containsKey(338) ? one(338, i - colors, 0) : 2;
            if (meaning == 1 || meaning == 2 || meaning == 999) {
                found = i;
                associated = meaning == 1;
            }
        }
        alpha = found;
        premultiplied = associated && photometric != 3;
        kind = (int) one(339, 1);
        planar = one(284, 1) == 2 && samples > 1;
        blockWidth = (int) one(322, width);
        int rows = (int) Math.min(one(tags.containsKey(322) ? 323 : 278, height), Integer.MAX_VALUE);
        blockHeight = rows < 1 || (rows > height && !tags.containsKey(322)) ? height : rows;
        compression = (int) one(259, 1);
        predictor = compression == 1 || compression == 32_773 ? 1 : (int) one(317, 1);
        scaled = kind == 3 || bits >= 32;
        colorMap = new double[(int) Math.min(count(320), MOST_COLORS)];
        for (int i = 0; i < colorMap.length; i++) {
            colorMap[i] = one(320, i, 0);
        }
        mapDivisor = Arrays.stream(colorMap).max().orElse(0) < 256 ? 1 : 256;
        boolean same = true;
        for (int i = 0; i < Math.min(samples, count(258)); i++) {
            same &= one(258, i, bits) == bits;
        }
        if (!same || !COMPRESSIONS.contains(compression) || !COLORS.contains(photometric) || kind > 4) {
            throw new IOException("not a TIFF that can be read plainly");
        }
        if (width < 1 || height < 1 || bits < 1 || bits > 64 || samples < colors || blockWidth < 1) {
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

    private void readTags(boolean big) throws IOException {
        long count = file.number(big ? 8 : 2);
        for (long i = 0; i < Math.min(count, 4096); i++) {
            int tag = (int) file.number(2);
            int type = (int) file.number(2);
            long values = file.number(big ? 8 : 4);
            long inline = file.position();
            int size = size(type);
            profile |= tag == ICC_PROFILE;
            if (size > 0 && values > 0 && values <= file.length()) {
                boolean fits = size * values <= (big ? 8 : 4);
                tags.putIfAbsent(tag, new Tag(type, values, fits ? inline : file.number(big ? 8 : 4)));
            }
            file.seek(inline + (big ? 8 : 4));
        }
    }

    private static int size(int type) {
        return switch (type) {
            case 1, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 13 -> 4;
            case 5, 10, 16, 17, 18 -> 8;
            default -> 0;
        };
    }

    private long count(int tag) {
        Tag found = tags.get(tag);
        return found == null ? 0 : found.count;
    }

    private double one(int tag, double absent) throws IOException {
        return one(tag, 0, absent);
    }

    private double one(int tag, long index, double absent) throws IOException {
        Tag found = tags.get(tag);
        if (found == null || index >= found.count) {
            return absent;
        }
        int size = size(found.type);
        long at = found.at + index * size;
        if (at < 0 || at + size > file.length()) {
            return absent;
        }
        file.seek(at);
        if (found.type == 5 || found.type == 10) {
            double numerator = file.number(4);
            return Math.floor(numerator / Math.max(1, file.number(4)));
        }
        return file.number(size);
    }

    private long integer(byte[] bytes, int from, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            long next = bytes[from + (little ? size - 1 - i : i)] & 0xFF;
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
        // colours that pass through a profile are not converted here
        boolean managed =
                (profile && (photometric == 5 || (scaled && photometric == 2))) || (scaled && photometric == 5);
        boolean lab = photometric == 8 || photometric == 9;
        boolean computed = premultiplied || photometric == 5 || lab;
        int tolerance = lab ? 900 : computed ? 400 : bits > 8 ? 2 : 130;
        return new Rules(tolerance, premultiplied, scaled, !managed);
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
            pixel(values, x * samples, rgba, 4 * x);
        }
    }

    private void enter(int blockRow, int skippedRows) throws IOException {
        leave();
        int across = Math.ceilDiv(width, blockWidth);
        int down = Math.ceilDiv(height, blockHeight);
        boolean tiled = tags.containsKey(322);
        int offsets = tiled && tags.containsKey(324) ? 324 : 273;
        int lengths = tiled && tags.containsKey(325) ? 325 : 279;
        if ((long) across * (planar ? samples : 1) > MOST_STREAMS) {
            throw new IOException("too many tiles side by side");
        }
        var streams = new ArrayList<InputStream>();
        for (int plane = 0; plane < (planar ? samples : 1); plane++) {
            for (int column = 0; column < across; column++) {
                if (planar && plane >= colors && plane != alpha) {
                    streams.add(InputStream.nullInputStream());
                    continue;
                }
                int block = (plane * down + blockRow) * across + column;
                long offset = (long) one(offsets, block, -1);
                if (offset < 0) {
                    throw new EOFException();
                }
                boolean stored = offset != 0 || one(lengths, block, 0) != 0;
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
        InputStream raw = new BufferedInputStream(file.from(at, one(266, 1) == 2), 4096);
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
            if (planar && plane >= colors && plane != alpha) {
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
                        values[at] = value(numbers[i], planar ? plane : i % step);
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

    /// A sample from 0 to 1; an index, and colours of any range, as they are.
    private double value(long number, int sample) {
        boolean color = sample < colors;
        if (photometric == 3 && color) {
            return number;
        }
        if (kind == 3) {
            return switch (bits) {
                case 16 -> Float.float16ToFloat((short) number);
                case 24 -> {
                    int exponent = (int) (number >> 16 & 0x7F);
                    double size = exponent == 0
                            ? Math.scalb((double) (number & 0xFFFF), -78)
                            : Math.scalb(1 + (number & 0xFFFF) / 65_536.0, exponent - 63);
                    yield number >> 23 == 0 ? size : -size;
                }
                case 32 -> Float.intBitsToFloat((int) number);
                default -> Double.longBitsToDouble(number);
            };
        }
        double most = Math.scalb(1.0, bits) - 1;
        boolean lab = photometric == 8 || photometric == 9;
        double moved = kind == 2 && !lab ? signed(number) + Math.scalb(1.0, bits - 1) : unsigned(number);
        return bits >= 32 && color ? moved : moved / most;
    }

    private double signed(long number) {
        return (double) (number << (64 - bits) >> (64 - bits));
    }

    private static double unsigned(long number) {
        return number >= 0 ? number : 2.0 * (number >>> 1);
    }

    private void pixel(double[] values, int at, double[] rgba, int to) {
        // what the largest integer of 32 bits and more stands for is up to the first reader
        boolean known = kind == 3 || bits < 32;
        double opacity = alpha < 0 ? 1 : known ? Math.clamp(values[at + alpha], 0, 1) : Double.NaN;
        double divisor = premultiplied ? opacity : 1;
        for (int c = 0; c < 3; c++) {
            rgba[to + c] = switch (photometric) {
                case 0 -> divided((kind == 3 || bits >= 32 ? 0 : 1) - values[at], divisor);
                case 2 -> divided(values[at + c], divisor);
                case 3 -> mapped((int) values[at], c);
                case 5 -> (1 - divided(values[at + c], divisor)) * (1 - divided(values[at + 3], divisor));
                case 8, 9 -> lab(values, at, divisor, c);
                default -> divided(values[at], divisor);
            };
        }
        rgba[to + 3] = opacity;
    }

    private double divided(double color, double divisor) {
        double quotient = divisor == 0 ? 0 : color / divisor;
        return scaled ? quotient : Math.min(1, quotient);
    }

    private double mapped(int index, int color) {
        return Math.floor(colorMap[color * (1 << bits) + index] / mapDivisor) / 255;
    }

    /// L*a*b* of the white D50, to sRGB.
    private double lab(double[] values, int at, double divisor, int color) {
        double l = divided(values[at], divisor) * 100;
        var ab = new double[2];
        for (int i = 0; i < 2; i++) {
            double code = values[at + 1 + i] * (Math.scalb(1.0, bits) - 1);
            double unit = Math.scalb(1.0, bits - 8);
            if (photometric == 8) {
                double number = code >= Math.scalb(1.0, bits - 1) ? code - Math.scalb(1.0, bits) : code;
                ab[i] = divisor == 0 ? 0 : number / unit / divisor;
            } else {
                ab[i] = divisor == 0 ? 0 : Math.min(code / divisor, Math.scalb(1.0, bits) - 1) / unit - 128;
            }
        }
        double fy = (l + 16) / 116;
        double x = 0.9642 * cubed(fy + ab[0] / 500);
        double y = cubed(fy);
        double z = 0.8249 * cubed(fy - ab[1] / 200);
        double linear = switch (color) {
            case 0 -> 3.1339 * x - 1.6169 * y - 0.4906 * z;
            case 1 -> -0.9788 * x + 1.9161 * y + 0.0335 * z;
            default -> 0.0719 * x - 0.2290 * y + 1.4052 * z;
        };
        double light = Math.clamp(linear, 0, 1);
        return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    }

    private static double cubed(double t) {
        return t > 6.0 / 29 ? t * t * t : 3 * Math.pow(6.0 / 29, 2) * (t - 4.0 / 29);
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
