package io.sluice.queue;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// The number of workers that are members of their group: all of them while there are records, a few standing
/// ones otherwise. A member costs fetches and heartbeats even without records. Safe for use by many threads.
///
/// There is no number in between, because the partitions are divided among the members: of two members, the
/// one that processes a large image would delay the records of half of the partitions.
final class WorkerDemand {

    private final int standing;
    private final Duration patience;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private int working;
    private long lastRecord;
    private boolean ended;

    /// @param standing number of workers that are always members: those with the lowest numbers
    /// @param patience time without a record after which the others leave
    /// @param nanoTime like [System#nanoTime()]
    WorkerDemand(int standing, Duration patience, LongSupplier nanoTime) {
        this.standing = standing;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.lastRecord = nanoTime.getAsLong() - patience.toNanos();
    }

    /// Records that a worker has a record, and calls all others.
    void begin() {
        lock.lock();
        try {
            working++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Records that a worker has finished a record.
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

    /// Releases all waiting workers.
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
