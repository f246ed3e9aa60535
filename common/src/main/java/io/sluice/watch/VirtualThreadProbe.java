package io.sluice.watch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A probe of whether virtual threads run: starts one each round. That also wakes a scheduler which has
/// missed a signal (JDK-8373118).
final class VirtualThreadProbe {

    private static final int MOST_WAITING = 100;

    private final AtomicLong ran = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();

    /// Starts another virtual thread, unless very many have not run yet.
    void ask() {
        if (waiting.get() < MOST_WAITING) {
            waiting.incrementAndGet();
            Thread.ofVirtual().name("sluice-watchdog-probe").start(this::answer);
        }
    }

    Look look() {
        return new Look(this, "virtual threads", ran.get(), false);
    }

    private void answer() {
        waiting.decrementAndGet();
        ran.incrementAndGet();
    }
}
