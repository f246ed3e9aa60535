package io.sluice.ingest.door;

import io.sluice.ingest.place.ClientPace;
import io.sluice.ingest.place.LeastRate;
import java.time.Duration;

/// How fast a client reads an answer. The writes of an answer come one after the other, and servlets write no
/// more than 32 KB at a time, so that a long answer shows its progress. Thread-safe.
final class AnswerPace {

    private final LeastRate least;

    // guarded by this
    private ClientPace pace = ClientPace.START;
    private boolean writing;
    private long began;

    AnswerPace(LeastRate least) {
        this.least = least;
    }

    synchronized void begin(long nanoTime) {
        writing = true;
        began = nanoTime;
    }

    /// @param bytes that were written since [#begin]
    synchronized void end(long nanoTime, long bytes) {
        writing = false;
        pace = pace.after(Duration.ofNanos(nanoTime - began), bytes, least);
    }

    /// Whether the client is too slow, the write under way included.
    synchronized boolean isTooSlow(long nanoTime) {
        return writing
                && pace.after(Duration.ofNanos(nanoTime - began), 0, least).isTooSlow(least);
    }
}
