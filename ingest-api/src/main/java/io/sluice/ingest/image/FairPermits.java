package io.sluice.ingest.image;

import io.sluice.image.Organization;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A semaphore of which one organization can hold at most half, so that its requests delay each other and not those of
/// other organizations. Thread-safe.
final class FairPermits {

    /// Number of semaphores that organizations share by hash: one an organization would grow with every requested name.
    private static final int STRIPES = 64;

    private final Semaphore all;
    private final Semaphore[] stripes;

    FairPermits(int permits) {
        all = new Semaphore(permits);
        stripes = Stream.generate(() -> new Semaphore(Math.max(1, permits / 2)))
                .limit(STRIPES)
                .toArray(Semaphore[]::new);
    }

    /// Acquires a permit.
    /// @return whether a permit was available within `patience`; it must then be released
    boolean tryAcquire(Organization organization, Duration patience) throws InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        var stripe = stripe(organization);
        if (!stripe.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        var acquired = false;
        try {
            acquired = all.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } finally {
            if (!acquired) {
                stripe.release();
            }
        }
        return acquired;
    }

    void release(Organization organization) {
        all.release();
        stripe(organization).release();
    }

    private Semaphore stripe(Organization organization) {
        return stripes[Math.floorMod(organization.name().hashCode(), STRIPES)];
    }
}
