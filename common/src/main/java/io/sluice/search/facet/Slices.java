package io.sluice.search.facet;

import io.sluice.search.SearchBusyException;
import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Work that leaves the processor to others half of the time, and ends after a time limit.
final class Slices implements Checkpoint {

    /// Longest time of work without a pause, and the length of a pause.
    static final Duration SLICE = Duration.ofMillis(3);

    private final LongSupplier nanoTime;
    private final LongConsumer pause;
    private final long end;
    private long began;
    private volatile boolean ended;

    /// @param nanoTime a monotonic clock
    /// @param pause    waits for some nanoseconds
    Slices(LongSupplier nanoTime, LongConsumer pause, Duration limit) {
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.began = nanoTime.getAsLong();
        this.end = began + limit.toNanos();
    }

    /// Ends the work at its next pause; may be called by any thread.
    void end() {
        ended = true;
    }

    @Override
    public void pass() {
        var now = nanoTime.getAsLong();
        if (ended || now - end >= 0) {
            throw new SearchBusyException(
                    "Counting the values of the facets takes too long now; narrow the search, or try again later");
        }
        if (now - began >= SLICE.toNanos()) {
            pause.accept(SLICE.toNanos());
            began = nanoTime.getAsLong();
        }
    }
}
