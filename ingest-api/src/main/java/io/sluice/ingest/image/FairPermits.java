package io.sluice.ingest.image;

import io.sluice.image.Organization;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Permits of which one organization has half at most, so that its requests wait for each other and not the others for
/// them. Safe for use by many threads.
final class FairPermits {

    /// Organizations share a stripe by chance: a semaphore each would be one for every name that was ever asked for.
    private static final int STRIPES = 64;

    private final Semaphore all;
    private final Semaphore[] stripes;

    FairPermits(int permits) {
        all = new Semaphore(permits);
        stripes = Stream.generate(() -> new Semaphore(Math.max(1, permits / 2)))
                .limit(STRIPES)
                .toArray(Semaphore[]::new);
    }

    /// @return whether there was a permit before `patience` was over; it must be released then
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
