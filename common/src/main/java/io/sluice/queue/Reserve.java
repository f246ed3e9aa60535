package io.sluice.queue;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Decides how many workers are members of their group: all of them while records come, a few standing ones while none
/// do. A member costs its fetches and heartbeats, also when there is nothing to do. Safe for use by many threads.
///
/// There is nothing in between, because the partitions are divided among the members: of two members, the one that
/// works on a large image would keep the records of half of the partitions waiting.
final class Reserve {

    private final int standing;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private int working;
    private long lastRecord;
    private boolean ended;

    /// @param standing workers that are always members: those with the lowest numbers
    /// @param patience time without a record after which the others leave
    /// @param nanoTime as [System#nanoTime()]
    Reserve(int standing, Duration patience, LongSupplier nanoTime) {
        this.standing = standing;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.lastRecord = nanoTime.getAsLong() - patience.toNanos();
    }

    /// A worker has a record. Calls all others.
    void begin() {
        lock.lock();
        try {
            working++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// A worker is done with a record.
    void end() {
        lock.lock();
        try {
            working--;
            lastRecord = nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a worker should be a member now.
    boolean needs(int number) {
        lock.lock();
        try {
            return number < standing || working > 0 || nanoTime.getAsLong() - lastRecord < patience.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the worker is needed, or until [#close()].
    void awaitNeed(int number) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!ended && !needs(number)) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets everybody go who waits.
    void close() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
