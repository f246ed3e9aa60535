package io.sluice.imaging.decode;

/// Reads one sample after the other, as numbers that fill 16 bits, whatever they are stored as.
///
/// Integers of up to 16 bits are scaled so that the largest becomes 65535, which can be undone; longer ones are
/// rounded. Floating point and 32-bit integers count as a [SampleRange] says, what lies outside is clipped.
/// Signed samples are moved up by half their range.
final class SampleReader {

    private final SampleFormat format;
    private final SampleRange range;

    SampleReader(SampleFormat format, SampleRange range) {
        this.format = format;
        this.range = range;
    }

    /// Reads the `format.samples() * format.width()` samples of the row that starts at `at`.
    void read(byte[] rows, int at, int[] target) {
        switch (format.kind()) {
            case FLOAT -> scale(rows, at, target);
            case UNSIGNED -> readUnsigned(rows, at, target);
            case SIGNED -> {
                readUnsigned(rows, at, target);
                for (int i = 0; i < target.length; i++) {
                    target[i] ^= 0x8000;
                }
            }
        }
    }

    private void readUnsigned(byte[] rows, int at, int[] target) {
        switch (format.bits()) {
            case 8 -> {
                for (int i = 0; i < target.length; i++) {
                    target[i] = (rows[at + i] & 0xFF) * 257;
                }
            }
            case 16 -> {
                for (int i = 0, from = at; i < target.length; i++, from += 2) {
                    target[i] = (rows[from] & 0xFF) << 8 | (rows[from + 1] & 0xFF);
                }
            }
            case 32 -> scale(rows, at, target);
            default -> readPacked(rows, at, target);
        }
    }

    /// 1 to 15 bits, one right after the other, high bits first.
    private void readPacked(byte[] rows, int at, int[] target) {
        int bits = format.bits();
        int maximum = (1 << bits) - 1;
        int held = 0;
        int available = 0;
        int next = at;
        for (int i = 0; i < target.length; i++) {
            while (available < bits) {
                held = held << 8 | (rows[next++] & 0xFF);
                available += 8;
            }
            available -= bits;
            int sample = held >> available & maximum;
            held &= (1 << available) - 1;
            target[i] = (sample * 65_535 + maximum / 2) / maximum;
        }
    }

    private void scale(byte[] rows, int at, int[] target) {
        var numbers = new double[target.length];
        readNumbers(rows, at, numbers);
        for (int i = 0; i < target.length; i++) {
            target[i] = range.sample(numbers[i]);
        }
    }

    /// Reads floating point or 32-bit samples as the numbers that they are.
    void readNumbers(byte[] rows, int at, double[] target) {
        int bytes = format.bits() / 8;
        for (int i = 0, from = at; i < target.length; i++, from += bytes) {
            target[i] = number(rows, from);
        }
    }

    private double number(byte[] rows, int at) {
        if (format.kind() != SampleFormat.Kind.FLOAT) {
            return integer(rows, at) & 0xFFFFFFFFL;
        }
        return switch (format.bits()) {
            case 16 -> Float.float16ToFloat((short) ((rows[at] & 0xFF) << 8 | (rows[at + 1] & 0xFF)));
            case 32 -> Float.intBitsToFloat(integer(rows, at));
            default -> Double.longBitsToDouble((long) integer(rows, at) << 32 | (integer(rows, at + 4) & 0xFFFFFFFFL));
        };
    }

    private static int integer(byte[] rows, int at) {
        return rows[at] << 24 | (rows[at + 1] & 0xFF) << 16 | (rows[at + 2] & 0xFF) << 8 | (rows[at + 3] & 0xFF);
    }
}
