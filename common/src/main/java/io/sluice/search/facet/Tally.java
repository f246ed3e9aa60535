package io.sluice.search.facet;

import org.jspecify.annotations.Nullable;

/// The number of documents of a segment with each value of a field. Values are numbered in their order, from
/// zero on.
public final class Tally implements Counts {

    static final int NONE = -1;

    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final int OVERHEAD = 24;

    /// Pages without a count are null: of a million values, a search may find a few.
    private final int[] @Nullable [] pages;

    private final int size;

    /// @param size number of values
    Tally(int size) {
        this.pages = new int[(size + PAGE - 1) >> PAGE_BITS][];
        this.size = size;
    }

    /// Returns a copy, which changes on its own.
    Tally copy() {
        var copy = new Tally(size);
        for (var i = 0; i < pages.length; i++) {
            var page = pages[i];
            copy.pages[i] = page == null ? null : page.clone();
        }
        return copy;
    }

    int size() {
        return size;
    }

    /// Changes the count of a value.
    void add(int value, int change) {
        var page = pages[value >> PAGE_BITS];
        if (page == null) {
            page = new int[Math.min(PAGE, size)];
            pages[value >> PAGE_BITS] = page;
        }
        page[value & (PAGE - 1)] += change;
    }

    int of(int value) {
        var page = pages[value >> PAGE_BITS];
        return page == null ? 0 : page[value & (PAGE - 1)];
    }

    /// Returns the first value from `value` on that is counted, or [#NONE].
    int next(int value) {
        for (var next = value; next < size; next++) {
            var page = pages[next >> PAGE_BITS];
            if (page == null) {
                next |= PAGE - 1;
            } else if (page[next & (PAGE - 1)] > 0) {
                return next;
            }
        }
        return NONE;
    }

    @Override
    public long bytes() {
        var bytes = OVERHEAD + (long) Integer.BYTES * pages.length;
        for (var page : pages) {
            bytes += page == null ? 0 : OVERHEAD + (long) Integer.BYTES * page.length;
        }
        return bytes;
    }
}
