package io.sluice.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The time limits of tries: interrupts threads whose try takes too long.
final class UploadTimeouts implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    UploadTimeouts() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("sluice-upload-watchdog").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// Starts the limit of the calling thread, which ends when the thread closes the returned object.
    Watch watch(Duration limit) {
        return new Watch(Thread.currentThread(), limit);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// The time limit of one thread.
    final class Watch implements AutoCloseable {

        private final Thread watched;
        private final ScheduledFuture<?> alarm;

        /// Guarded by this: after its end the thread is no longer interrupted.
        private boolean over;

        /// Guarded by this.
        private boolean late;

        private Watch(Thread watched, Duration limit) {
            this.watched = watched;
            alarm = timer.schedule(this::expire, limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void expire() {
            if (!over) {
                late = true;
                watched.interrupt();
            }
        }

        /// Ends the limit and returns whether the thread was interrupted; an interrupt that was not yet
        /// delivered is cleared.
        synchronized boolean endedLate() {
            over = true;
            alarm.cancel(false);
            if (late) {
                Thread.interrupted();
            }
            return late;
        }

        @Override
        public void close() {
            endedLate();
        }
    }
}
