package io.sluice.imaging.convert;

import io.sluice.imaging.pixels.Argb;
import io.sluice.imaging.pixels.Channels;
import io.sluice.imaging.pixels.PixelLayout;
import io.sluice.imaging.pixels.Reduction;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/// A conversion of rows to another layout. It is lossless for a layout found by [PixelCensus]; otherwise
/// 16-bit samples are rounded to 8 bits and an omitted alpha counts as opaque.
final class Remapping implements Reduction {

    private final PixelLayout source;
    private final PixelLayout target;
    private final Map<Integer, Integer> indices = new HashMap<>();

    private Remapping(PixelLayout source, PixelLayout target) {
        this.source = source;
        this.target = target;
        if (target.channels() == Channels.INDEXED) {
            for (int i = 0; i < target.colors().size(); i++) {
                indices.put(target.colors().argb(i), i);
            }
        }
    }

    static Reduction between(PixelLayout source, PixelLayout target) {
        return source.equals(target) ? Reduction.none(source) : new Remapping(source, target);
    }

    @Override
    public PixelLayout layout() {
        return target;
    }

    @Override
    public byte[] reduce(byte[] rows) {
        int count = rows.length / source.rowBytes();
        var out = new byte[count * target.rowBytes()];
        if (target.bits() == 16) {
            select16(rows, out);
            return out;
        }
        var argb = new Argb(source);
        var row = new int[source.width()];
        for (int y = 0; y < count; y++) {
            argb.read(rows, y * source.rowBytes(), row);
            write(row, out, y * target.rowBytes());
        }
        return out;
    }

    /// Copies 16-bit samples and omits some.
    private void select16(byte[] rows, byte[] out) {
        int from = 2 * source.channels().count();
        int to = 2 * target.channels().count();
        int colorBytes = target.channels().gray() ? 2 : 6;
        boolean alpha = target.channels().alpha();
        for (int i = 0, o = 0; i < rows.length; i += from, o += to) {
            System.arraycopy(rows, i, out, o, colorBytes);
            if (alpha) {
                out[o + colorBytes] = rows[i + from - 2];
                out[o + colorBytes + 1] = rows[i + from - 1];
            }
        }
    }

    private void write(int[] row, byte[] out, int at) {
        switch (target.channels()) {
            case GRAY -> {
                int shift = 8 - target.bits();
                pack(row, out, at, argb -> (argb & 0xFF) >> shift);
            }
            case INDEXED -> {
                pack(row, out, at, new LastIndex());
            }
            case GRAY_ALPHA -> {
                for (int x = 0, o = at; x < row.length; x++, o += 2) {
                    out[o] = (byte) row[x];
                    out[o + 1] = (byte) (row[x] >>> 24);
                }
            }
            case RGB -> {
                for (int x = 0, o = at; x < row.length; x++, o += 3) {
                    out[o] = (byte) (row[x] >> 16);
                    out[o + 1] = (byte) (row[x] >> 8);
                    out[o + 2] = (byte) row[x];
                }
            }
            case RGBA -> {
                for (int x = 0, o = at; x < row.length; x++, o += 4) {
                    out[o] = (byte) (row[x] >> 16);
                    out[o + 1] = (byte) (row[x] >> 8);
                    out[o + 2] = (byte) row[x];
                    out[o + 3] = (byte) (row[x] >>> 24);
                }
            }
        }
    }

    private void pack(int[] row, byte[] out, int at, IntUnaryOperator sample) {
        int bits = target.bits();
        for (int x = 0; x < row.length; x++) {
            int bit = x * bits;
            out[at + (bit >> 3)] |= (byte) (sample.applyAsInt(row[x]) << (8 - bits - (bit & 7)));
        }
    }

    /// A look-up of colors in the palette, once for adjacent pixels of the same color.
    private final class LastIndex implements IntUnaryOperator {

        private int color;
        private int index = -1;

        @Override
        public int applyAsInt(int argb) {
            if (index < 0 || argb != color) {
                color = argb;
                index = Objects.requireNonNull(indices.get(argb), "a colour that is not in the palette");
            }
            return index;
        }
    }
}
