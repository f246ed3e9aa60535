package io.sluice.watch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A daemon thread that probes a dependency in rounds until it is closed.
public final class ProbeThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProbeThread.class);
    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Heartbeat heartbeat;
    private final Thread thread;

    /// @param name  name of the thread and of its heartbeat
    /// @param round one probe with the pause after it; it beats the heartbeat if it takes longer than others
    /// @param end   runs on the thread after the last round
    public ProbeThread(String name, Heartbeats heartbeats, Runnable round, Runnable end) {
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> run(round, end));
        this.heartbeat = heartbeats.register(name, thread::interrupt);
    }

    public void start() {
        thread.start();
    }

    private void run(Runnable round, Runnable end) {
        try (heartbeat) {
            while (!isClosing()) {
                heartbeat.beat();
                round.run();
            }
        } finally {
            end.run();
        }
    }

    /// Returns the heartbeat of the rounds.
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /// Whether the thread ends after the current round.
    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /// Waits for `pause`, or until the thread is closed or kicked. No beat is due meanwhile. Called by the thread
    /// itself.
    public void pause(Duration pause) {
        heartbeat.beat(pause);
        try {
            var _ = closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            LOG.atDebug().log("pause interrupted");
        }
    }

    /// Interrupts the current round and waits a while for the end of the thread.
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            if (!thread.join(LEAVE)) {
                LOG.atWarn().addKeyValue("thread", thread.getName()).log("thread not stopped in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
