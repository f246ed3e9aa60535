package io.sluice.service;

import java.util.ArrayDeque;
import java.util.Deque;

/// The parts of something that is running, closed in the reverse of the order in which they were opened. For an object
/// that holds several; where they live no longer than a block, try-with-resources says it better.
public final class Parts implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /// Takes `part` over, to be closed with this.
    public <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    /// Closes all, also when one of them fails to close.
    ///
    /// @throws IllegalStateException when one did; its failure is the cause, those of others are suppressed
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!open.isEmpty()) {
            var part = open.pop();
            try {
                part.close();
            } catch (Exception e) { // declared by AutoCloseable
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (failure == null) {
                    failure = new IllegalStateException("a part did not close in order", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
