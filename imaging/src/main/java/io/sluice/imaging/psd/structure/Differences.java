package io.sluice.imaging.psd.structure;

/// Samples that are stored as differences from the one on their left, "ZIP with prediction".
public final class Differences {

    private Differences() {}

    /// Replaces the differences of a row that starts at `start` by the samples.
    public static void addUp(byte[] rows, int start, int rowBytes, int depth) {
        int end = start + rowBytes;
        if (depth == 16) {
            for (int i = start + 2; i < end; i += 2) {
                int low = (rows[i + 1] & 0xFF) + (rows[i - 1] & 0xFF);
                rows[i] += (byte) (rows[i - 2] + (low >> 8));
                rows[i + 1] = (byte) low;
            }
            return;
        }
        for (int i = start + 1; i < end; i++) {
            rows[i] += rows[i - 1];
        }
    }
}
