package io.sluice.ingest.door;

import io.sluice.ingest.place.ClientPace;
import io.sluice.ingest.place.LeastRate;
import java.time.Duration;

/// The pace at which a client reads a response. Writes are sequential, and servlets write at most 32 KB at
/// a time, so that a long response shows its progress. Thread-safe.
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

    /// @param bytes bytes written since [#begin]
    synchronized void end(long nanoTime, long bytes) {
        writing = false;
        pace = pace.after(Duration.ofNanos(nanoTime - began), bytes, least);
    }

    /// Returns whether the client is too slow, including the write in progress.
    synchronized boolean isTooSlow(long nanoTime) {
        return writing
                && pace.after(Duration.ofNanos(nanoTime - began), 0, least).isTooSlow(least);
    }
}
