package io.sluice.worker;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Interrupts threads whose job takes too long.
final class UploadTimeouts implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    UploadTimeouts() {
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("sluice-upload-watchdog").factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /// From now on the calling thread is watched, until it closes what it got.
    Watch watch(Duration limit) {
        return new Watch(Thread.currentThread(), limit);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// One job of one thread.
    final class Watch implements AutoCloseable {

        private final Thread watched;
        private final ScheduledFuture<?> alarm;

        /// Guarded by this: once the job is over its thread is not interrupted any more.
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

        /// Ends the watch and tells whether the job was interrupted; an interrupt of ours that nobody noticed
        /// is taken back.
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
