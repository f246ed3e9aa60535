package io.sluice.search.facet;

/// The least and the greatest of some numbers.
public final class Extremes implements Counts {

    private static final long BYTES = 32;

    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    void add(long number) {
        least = Math.min(least, number);
        greatest = Math.max(greatest, number);
    }

    void add(Extremes others) {
        least = Math.min(least, others.least);
        greatest = Math.max(greatest, others.greatest);
    }

    boolean isEmpty() {
        return least > greatest;
    }

    long least() {
        return least;
    }

    long greatest() {
        return greatest;
    }

    @Override
    public long bytes() {
        return BYTES;
    }
}
