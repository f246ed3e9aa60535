package io.sluice.imaging.samples;

import io.sluice.imaging.samples.SampleFormat.Color;
import io.sluice.imaging.samples.SampleFormat.Kind;

/// A reader of samples as 16-bit numbers, whatever their storage.
///
/// Integers of up to 16 bits are scaled so that the maximum becomes 65535, which can be reversed; longer ones
/// are rounded. Floating point and integers of 32 bits and more are scaled according to a [SampleRange] and
/// clipped. Signed samples are shifted up by half their range. Indices are unchanged.
final class SampleReader {

    private static final int SHORT = 16;
    private static final int INT = 32;

    private final SampleFormat format;
    private final SampleRange range;
    /// Shifts signed samples up by half their range.
    private final long flip;

    private final long maximum;

    SampleReader(SampleFormat format, SampleRange range) {
        this.format = format;
        this.range = range;
        flip = format.kind() == Kind.SIGNED ? 1L << (format.bits() - 1) : 0;
        maximum = format.bits() >= Long.SIZE ? -1 : (1L << format.bits()) - 1;
    }

    /// Reads the `format.samples() * format.width()` samples of the row that starts at `at`.
    void read(byte[] rows, int at, int[] target) {
        if (format.color() == Color.INDEXED) {
            readIndices(rows, at, target);
            return;
        }
        switch (format.bits()) {
            case Byte.SIZE -> {
                for (int i = 0; i < target.length; i++) {
                    target[i] = ((rows[at + i] & 0xFF) ^ (int) flip) * 257;
                }
            }
            case SHORT -> {
                if (format.kind() == Kind.FLOAT) {
                    scale(rows, at, target);
                } else {
                    readShorts(rows, at, target);
                }
            }
            default -> {
                if (format.kind() == Kind.FLOAT || format.bits() >= INT) {
                    scale(rows, at, target);
                } else {
                    readPacked(rows, at, target);
                }
            }
        }
    }

    private void readShorts(byte[] rows, int at, int[] target) {
        for (int i = 0, from = at; i < target.length; i++, from += 2) {
            target[i] = ((rows[from] & 0xFF) << 8 | (rows[from + 1] & 0xFF)) ^ (int) flip;
        }
    }

    /// Reads packed samples of 1 to 31 bits, high bits first.
    private void readPacked(byte[] rows, int at, int[] target) {
        long bit = 8L * at;
        for (int i = 0; i < target.length; i++, bit += format.bits()) {
            long sample = packed(rows, bit) ^ flip;
            boolean floor = format.bits() > SHORT && isAlpha(i);
            target[i] = (int) ((sample * 65_535 + (floor ? 0 : maximum / 2)) / maximum);
        }
    }

    /// Reads the index of each pixel; other samples, such as alpha, are scaled to 16 bits.
    private void readIndices(byte[] rows, int at, int[] target) {
        long bit = 8L * at;
        for (int i = 0; i < target.length; i++, bit += format.bits()) {
            long sample = packed(rows, bit);
            target[i] = (int) (i % format.samples() == 0 ? sample : (sample * 65_535 + maximum / 2) / maximum);
        }
    }

    private long packed(byte[] rows, long bit) {
        int from = (int) (bit >> 3);
        int end = (int) ((bit + format.bits() + 7) >> 3);
        long held = 0;
        for (int i = from; i < end; i++) {
            held = held << 8 | (rows[i] & 0xFF);
        }
        return held >> (8L * end - bit - format.bits()) & maximum;
    }

    private boolean isAlpha(int index) {
        return format.alpha() >= 0 && index % format.samples() == format.alpha();
    }

    private void scale(byte[] rows, int at, int[] target) {
        var numbers = new double[target.length];
        readNumbers(rows, at, numbers);
        for (int i = 0; i < target.length; i++) {
            target[i] = isAlpha(i) ? range.alpha(numbers[i]) : range.sample(numbers[i]);
        }
    }

    /// Reads floating point samples, or those of 32 bits and more, as unscaled numbers; signed integers are
    /// shifted up by half their range.
    void readNumbers(byte[] rows, int at, double[] target) {
        int bytes = format.bits() / 8;
        for (int i = 0, from = at; i < target.length; i++, from += bytes) {
            target[i] = number(rows, from);
        }
    }

    private double number(byte[] rows, int at) {
        int bytes = format.bits() / 8;
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (rows[at + i] & 0xFF);
        }
        if (format.kind() != Kind.FLOAT) {
            long moved = value ^ flip;
            return moved >= 0 ? moved : 2.0 * (moved >>> 1);
        }
        return switch (bytes) {
            case 2 -> Float.float16ToFloat((short) value);
            case 3 -> SmallFloats.of24((int) value);
            case 4 -> Float.intBitsToFloat((int) value);
            default -> Double.longBitsToDouble(value);
        };
    }
}
