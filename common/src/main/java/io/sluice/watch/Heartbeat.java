package io.sluice.watch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The heartbeat of one loop, given by the thread that runs it. A loop that ends regularly closes its
/// heartbeat.
public final class Heartbeat implements AutoCloseable {

    private final String loop;
    private final Runnable kick;
    private final Heartbeats registry;
    private final AtomicLong beats = new AtomicLong();
    private volatile long allowedUntil;

    Heartbeat(String loop, Runnable kick, Heartbeats registry) {
        this.loop = loop;
        this.kick = kick;
        this.registry = registry;
        beat();
    }

    /// Records the start of a round of the loop. Called by one thread.
    public void beat() {
        beat(Duration.ZERO);
    }

    /// Records the start of a round that may take `allowance` longer than others, for example because it
    /// processes a record whose deadline is that far away.
    public void beat(Duration allowance) {
        allowedUntil = System.nanoTime() + allowance.toNanos();
        beats.incrementAndGet();
    }

    /// Records that the loop waits for an event that may never happen: no beat is due until the loop
    /// continues.
    public void rest() {
        beat(Duration.ofNanos(Long.MAX_VALUE / 2));
    }

    /// Returns the name of the loop, as in the log and in `/health/ready`.
    public String loop() {
        return loop;
    }

    /// Returns the number of rounds of the loop. A watchdog compares two such numbers, so that a pause of the
    /// whole process (SIGSTOP, a starved machine) is not mistaken for a loop that hangs.
    public long beats() {
        return beats.get();
    }

    /// Whether the current round may take longer, so that a missing beat proves nothing.
    public boolean isAllowed() {
        return System.nanoTime() - allowedUntil < 0;
    }

    /// Restarts the loop: wakes it up, interrupts it, or closes what it waits for.
    public void kick() {
        kick.run();
    }

    /// Records the regular end of the loop.
    @Override
    public void close() {
        registry.remove(this);
    }
}
