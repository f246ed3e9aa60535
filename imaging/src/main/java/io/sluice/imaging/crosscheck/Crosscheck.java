package io.sluice.imaging.crosscheck;

import io.sluice.image.ImageFormat;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Compares the decoded rows of an original with those that a second reader sees. Not thread-safe; rows come
/// in order.
public final class Crosscheck implements Closeable {

    /// Which rows are compared.
    public enum Extent {
        /// A few: the cost must not be noticed.
        SAMPLE,
        ALL
    }

    private static final int FULL = 65_535;
    /// Largest difference of alpha, which is never computed: that of 8 bits that were rounded from fewer.
    private static final int ALPHA = 130;

    /// Of a strip or tile that must be in memory as a whole, beside the image that is.
    private static final int MOST_PIXELS_AT_ONCE = 16 << 20;

    private static final int BLOCKS = 4;
    private static final int ROWS_A_BLOCK = 2;
    private static final int ROWS_OF_A_SINGLE_BLOCK = 8;

    private final PixelLayout layout;
    private final @Nullable SecondReader reader;
    private final BitSet wanted;
    private final double[] expected;
    private final ScaleFit fit = new ScaleFit();
    private @Nullable String difference;

    private Crosscheck(PixelLayout layout, @Nullable SecondReader reader, Extent extent, @Nullable String difference) {
        this.layout = layout;
        this.reader = reader;
        this.difference = difference;
        wanted = reader == null ? new BitSet() : wanted(reader, extent);
        expected = new double[reader == null ? 0 : 4 * layout.width()];
    }

    /// Opens the second reader of a file.
    ///
    /// @param layout of the rows that will be compared
    public static Crosscheck of(Path file, ImageFormat format, PixelLayout layout, Extent extent) {
        try {
            SecondReader reader = open(file, format);
            if (reader.width() != layout.width() || reader.height() != layout.height()) {
                reader.close();
                return new Crosscheck(layout, null, extent, "a second decoder sees another size");
            }
            if (!reader.sequential() && (long) reader.width() * reader.blockHeight() > MOST_PIXELS_AT_ONCE) {
                reader.close();
                return new Crosscheck(layout, null, extent, null);
            }
            return new Crosscheck(layout, reader, extent, null);
        } catch (IOException | RuntimeException _) {
            // whatever it is, there is no second reading
            return new Crosscheck(layout, null, extent, "only one decoder can read it");
        }
    }

    private static SecondReader open(Path file, ImageFormat format) throws IOException {
        if (format == ImageFormat.PSD) {
            return PlainPsd.open(file);
        }
        try {
            return PlainTiff.open(file);
        } catch (IOException | RuntimeException _) {
            return ImageIoRows.open(file);
        }
    }

    private static BitSet wanted(SecondReader reader, Extent extent) {
        int height = reader.height();
        var rows = new BitSet(height);
        if (extent == Extent.ALL) {
            rows.set(0, height);
            return rows;
        }
        int step = reader.addressable() ? 1 : Math.min(reader.blockHeight(), height);
        int blocks = Math.ceilDiv(height, step);
        for (int i = 0; i < BLOCKS; i++) {
            int first = (int) ((long) i * (blocks - 1) / (BLOCKS - 1)) * step;
            int count = blocks == 1 && reader.sequential() ? ROWS_OF_A_SINGLE_BLOCK : ROWS_A_BLOCK;
            rows.set(first, Math.min(height, first + count));
        }
        return rows;
    }

    /// Compares the rows that are wanted among `count` rows from `first`.
    public void rows(byte[] rows, int first, int count) {
        for (int y = wanted.nextSetBit(first); y >= 0 && y < first + count; y = wanted.nextSetBit(y + 1)) {
            if (difference != null || reader == null) {
                return;
            }
            try {
                reader.row(y, expected);
            } catch (IOException | RuntimeException _) {
                difference = "a second decoder cannot read row " + y;
                return;
            }
            compare(reader.rules(), rows, (y - first) * layout.rowBytes(), y);
        }
    }

    /// How the two readings differ, `null` when they do not.
    public @Nullable String difference() {
        if (difference == null && !fit.fits()) {
            return "two decoders see other ratios of its colours";
        }
        return difference;
    }

    private void compare(SecondReader.Rules rules, byte[] rows, int at, int y) {
        var seen = new int[4];
        for (int x = 0; x < layout.width(); x++) {
            pixel(rows, at, x, seen);
            double alpha = expected[4 * x + 3];
            // NaN: not known
            if (Math.abs(alpha * FULL - seen[3]) > Math.min(rules.tolerance(), ALPHA)) {
                difference = "two decoders see other alpha at pixel " + x + ", " + y;
                return;
            }
            if (seen[3] == 0 || rules.colors() == SecondReader.Colors.UNKNOWN) {
                continue;
            }
            double allowed =
                    rules.premultiplied() ? rules.tolerance() / Math.max(alpha, 1.0 / FULL) : rules.tolerance();
            for (int c = 0; c < 3; c++) {
                double color = expected[4 * x + c];
                if (rules.colors() == SecondReader.Colors.RATIOS) {
                    if (!rules.premultiplied()) {
                        fit.add(color, seen[c]);
                    }
                } else if (Math.abs(color * FULL - seen[c]) > allowed) {
                    difference = "two decoders see other colours at pixel " + x + ", " + y;
                    return;
                }
            }
        }
    }

    private void pixel(byte[] rows, int at, int x, int[] rgba) {
        Channels channels = layout.channels();
        if (channels == Channels.INDEXED) {
            int argb = layout.colors().argb(sample(rows, at, x));
            for (int c = 0; c < 4; c++) {
                rgba[c] = (argb >> (c == 3 ? 24 : 16 - 8 * c) & 0xFF) * 257;
            }
            return;
        }
        int count = channels.count();
        int maximum = (1 << layout.bits()) - 1;
        int colors = channels.gray() ? 1 : 3;
        for (int c = 0; c < 3; c++) {
            rgba[c] = full(sample(rows, at, x * count + Math.min(c, colors - 1)), maximum);
        }
        rgba[3] = channels.alpha() ? full(sample(rows, at, x * count + colors), maximum) : FULL;
    }

    private static int full(int sample, int maximum) {
        return (int) ((long) sample * FULL / maximum);
    }

    private int sample(byte[] rows, int at, int index) {
        int bits = layout.bits();
        if (bits == 16) {
            return Short.toUnsignedInt((short) (rows[at + 2 * index] << 8 | (rows[at + 2 * index + 1] & 0xFF)));
        }
        return rows[at + index * bits / 8] >> (8 - bits - index * bits % 8) & (1 << bits) - 1;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
