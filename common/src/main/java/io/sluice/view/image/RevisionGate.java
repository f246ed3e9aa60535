package io.sluice.view.image;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A gate for threads that wait for a revision of one organization; each passes as soon as its revision is
/// reached.
final class RevisionGate {

    private volatile long reached;
    private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(Comparator.comparingLong(Waiter::revision));

    private record Waiter(long revision, CountDownLatch passed) {}

    RevisionGate(long reached) {
        this.reached = reached;
    }

    /// Resets the reached revision to none; waiting threads continue to wait.
    synchronized void reset() {
        reached = 0;
    }

    long reached() {
        return reached;
    }

    void advance(long revision) {
        if (revision <= reached) {
            return;
        }
        synchronized (this) {
            reached = Math.max(reached, revision);
            for (var next = waiters.peek(); next != null && next.revision <= reached; next = waiters.peek()) {
                waiters.remove();
                next.passed.countDown();
            }
        }
    }

    boolean await(long revision, Duration timeout) throws InterruptedException {
        if (revision <= reached) {
            return true;
        }
        var waiter = new Waiter(revision, new CountDownLatch(1));
        synchronized (this) {
            if (revision <= reached) {
                return true;
            }
            waiters.add(waiter);
        }
        try {
            return waiter.passed.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (waiter.passed.getCount() > 0) {
                synchronized (this) {
                    waiters.remove(waiter);
                }
            }
        }
    }
}
