package io.sluice.imaging.crosscheck;

import java.util.ArrayList;
import java.util.List;

/// Whether numbers of any range and samples of 16 bits are the same colours: some straight line makes one of
/// the other, but for what it clips.
final class ScaleFit {

    private static final int FULL = 65_535;
    private static final int MOST_PAIRS = 4096;
    private static final double TOLERANCE = 3;

    private record Pair(double number, int sample) {}

    private final List<Pair> pairs = new ArrayList<>();

    void add(double number, int sample) {
        if (pairs.size() < MOST_PAIRS && !Double.isNaN(number) && !Double.isInfinite(number)) {
            pairs.add(new Pair(number, sample));
        }
    }

    boolean fits() {
        Pair low = null;
        Pair high = null;
        for (var pair : pairs) {
            if (pair.sample > 0 && pair.sample < FULL) {
                low = low == null || pair.number < low.number ? pair : low;
                high = high == null || pair.number > high.number ? pair : high;
            }
        }
        if (low == null || high == null || high.number == low.number) {
            return true; // nothing to draw a line through
        }
        double slope = (high.sample - low.sample) / (high.number - low.number);
        double from = low.number;
        int base = low.sample;
        // of two points that are close the line is uncertain far away from them
        double allowed = TOLERANCE * Math.max(1, (double) FULL / Math.max(1, high.sample - low.sample));
        return slope > 0
                && pairs.stream()
                        .allMatch(pair ->
                                Math.abs(Math.clamp(base + slope * (pair.number - from), 0, FULL) - pair.sample)
                                        <= allowed);
    }
}
