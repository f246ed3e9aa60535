package io.sluice.watch;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// The sign of life of one loop, given by the thread that runs it. A loop that has ended in order closes its heartbeat.
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

    /// One round of the loop has begun. Called by one thread.
    public void beat() {
        beat(Duration.ZERO);
    }

    /// One round of the loop has begun that may take `allowance` longer than others, for example because it works on
    /// a record whose deadline is that far away.
    public void beat(Duration allowance) {
        allowedUntil = System.nanoTime() + allowance.toNanos();
        beats.incrementAndGet();
    }

    /// The loop waits for something that may never come: no beat is due before it goes on.
    public void rest() {
        beat(Duration.ofNanos(Long.MAX_VALUE / 2));
    }

    /// The name of the loop, as in the log and in `/health/ready`.
    public String loop() {
        return loop;
    }

    /// How many rounds the loop has made. A watchdog compares two looks, so that a pause of the whole process (SIGSTOP,
    /// a starved machine) is not taken for a loop that stands still.
    public long beats() {
        return beats.get();
    }

    /// Whether the present round may take longer, so that a missing beat means nothing.
    public boolean isAllowed() {
        return System.nanoTime() - allowedUntil < 0;
    }

    /// Asks the loop to begin anew: wakes it up, interrupts it, or closes what it waits for.
    public void kick() {
        kick.run();
    }

    /// The loop has ended in order.
    @Override
    public void close() {
        registry.remove(this);
    }
}
