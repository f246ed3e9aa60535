package io.sluice.queue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A stop request to threads, given once; it also ends their pauses.
public final class StopFlag {

    private final CountDownLatch given = new CountDownLatch(1);

    public void give() {
        given.countDown();
    }

    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /// Waits for `pause`, or until the stop is requested.
    public void pause(Duration pause) throws InterruptedException {
        var _ = given.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
