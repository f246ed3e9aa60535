package io.sluice.ingest.event;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The last changes of one organization, which its clients read at their own pace: a client has a position
/// here and no buffer of its own. Safe for use by many threads.
final class Ring {

    /// Number of changes that a client may be behind.
    static final int CAPACITY = 1_024;

    private final ReentrantLock lock = new ReentrantLock();

    /// Signalled under `lock` when there are changes, or no more of them.
    private final Condition changed = lock.newCondition();

    /// Guarded by `lock`.
    private final ArrayDeque<Change> changes = new ArrayDeque<>();

    private long end;
    private boolean closed;
    private int readers;
    private long lastRead;

    /// @param begin position of the first change
    Ring(long begin, long nanoTime) {
        this.end = begin;
        this.lastRead = nanoTime;
    }

    /// The changes to send to a client.
    ///
    /// @param missed  whether changes before them are not remembered any more
    /// @param changes the things that have changed, each once
    /// @param end     position after them
    /// @param closed  whether nothing follows
    record Batch(boolean missed, List<Change> changes, long end, boolean closed) {}

    void add(Change change) {
        lock.lock();
        try {
            if (changes.size() == CAPACITY) {
                changes.removeFirst();
            }
            changes.addLast(change);
            end++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns the position after the last change.
    long end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /// Whether all changes after this position are remembered.
    boolean remembers(long position) {
        lock.lock();
        try {
            return position <= end && position >= end - changes.size();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for changes after `position`, but no longer than `timeout`.
    Batch read(long position, Duration timeout) throws InterruptedException {
        var remaining = timeout.toNanos();
        lock.lock();
        try {
            while (end == position && !closed && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
            var first = end - changes.size();
            var missed = position < first;
            var distinct = new LinkedHashSet<Change>();
            if (!missed) {
                changes.stream().skip(position - first).forEach(distinct::add);
            }
            return new Batch(missed, new ArrayList<>(distinct), end, closed);
        } finally {
            lock.unlock();
        }
    }

    void addReader() {
        lock.lock();
        try {
            readers++;
        } finally {
            lock.unlock();
        }
    }

    void removeReader(long nanoTime) {
        lock.lock();
        try {
            readers--;
            lastRead = nanoTime;
        } finally {
            lock.unlock();
        }
    }

    /// Whether no client has read from it for `time`.
    boolean isUnused(long nanoTime, Duration time) {
        lock.lock();
        try {
            return readers == 0 && nanoTime - lastRead > time.toNanos();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
