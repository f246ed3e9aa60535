package io.sluice.queue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells threads, once, that it is time to end; a pause that ends early then.
public final class StopFlag {

    private final CountDownLatch given = new CountDownLatch(1);

    public void give() {
        given.countDown();
    }

    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /// Waits for `pause`, or less when the signal is given.
    public void pause(Duration pause) throws InterruptedException {
        var _ = given.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
