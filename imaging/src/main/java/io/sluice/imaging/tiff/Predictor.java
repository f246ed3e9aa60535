package io.sluice.imaging.tiff;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The reversal of the differencing of a row of a tile with big-endian samples (TIFF 6.0, section 14; for
/// floating point TIFF Technical Note 3).
sealed interface Predictor {

    /// Restores the row that starts at `at`.
    void restore(byte[] row, int at);

    static Predictor of(TiffImage image) {
        int step = image.planar() ? 1 : image.format().samples();
        int samples = step * image.tileWidth();
        int bytes = image.format().bits() / 8;
        return switch (image.coding().predictor()) {
            case 2 -> new Horizontal(step, samples, bytes);
            case 3 -> new FloatingPoint(step, samples, bytes);
            default -> new None();
        };
    }

    record None() implements Predictor {
        @Override
        public void restore(byte[] row, int at) {}
    }

    /// Every sample is the difference to the same sample of the previous pixel.
    record Horizontal(int step, int samples, int bytes) implements Predictor {

        private static final VarHandle SHORTS =
                MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

        @Override
        public void restore(byte[] row, int at) {
            switch (bytes) {
                case 1 -> {
                    for (int i = at + step; i < at + samples; i++) {
                        row[i] += row[i - step];
                    }
                }
                case 2 -> {
                    for (int i = at + 2 * step; i < at + 2 * samples; i += 2) {
                        SHORTS.set(row, i, (short)
                                ((short) SHORTS.get(row, i) + (short) SHORTS.get(row, i - 2 * step)));
                    }
                }
                default -> {
                    for (int i = at + step * bytes; i < at + samples * bytes; i += bytes) {
                        add(row, i, i - step * bytes);
                    }
                }
            }
        }

        private void add(byte[] row, int to, int from) {
            int carry = 0;
            for (int b = bytes - 1; b >= 0; b--) {
                int sum = (row[to + b] & 0xFF) + (row[from + b] & 0xFF) + carry;
                row[to + b] = (byte) sum;
                carry = sum >> 8;
            }
        }
    }

    /// The bytes of all samples, most significant ones first, then differences of bytes.
    record FloatingPoint(int step, int samples, int bytes) implements Predictor {
        @Override
        public void restore(byte[] row, int at) {
            for (int i = at + step; i < at + samples * bytes; i++) {
                row[i] += row[i - step];
            }
            byte[] planes = java.util.Arrays.copyOfRange(row, at, at + samples * bytes);
            for (int i = 0; i < samples; i++) {
                for (int b = 0; b < bytes; b++) {
                    row[at + i * bytes + b] = planes[b * samples + i];
                }
            }
        }
    }
}
