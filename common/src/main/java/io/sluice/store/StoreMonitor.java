package io.sluice.store;

import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Probes the object store every few seconds, from [#start] to [#close()], so that an outage is known before a request
/// runs into it.
///
/// The store counts as away when a probe fails, or while one has had no answer for [#SILENCE]. One answer ends that.
public final class StoreMonitor implements Reachability, AutoCloseable {

    /// How long a probe may take before the store counts as away.
    public static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(StoreMonitor.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /// While the store is away, so that its return is noticed soon.
    private static final Duration AWAY_INTERVAL = Duration.ofSeconds(1);

    /// How much longer than other rounds a probe may take: the time-outs and retries of its request.
    private static final Duration PROBE = Duration.ofMinutes(2);

    private static final Duration LEAVE = Duration.ofSeconds(5);

    private final Runnable probe;
    private final Duration interval;
    private final Duration silence;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Heartbeat heartbeat;
    private final Thread thread;

    private volatile State state;

    /// What is known of the store.
    ///
    /// @param answered when it last answered
    /// @param asked    when the probe began that has no result yet, of [System#nanoTime()]; null between two probes
    /// @param failed   whether the last probe with a result has failed
    private record State(Instant answered, @Nullable Long asked, boolean failed) {}

    private StoreMonitor(Runnable probe, Duration interval, Duration silence, Heartbeats heartbeats) {
        this.probe = probe;
        this.interval = interval;
        this.silence = silence;
        this.state = new State(Instant.now(), null, false);
        this.thread = Thread.ofPlatform().daemon().name("sluice-store-contact").unstarted(this::run);
        this.heartbeat = heartbeats.register("sluice-store-contact", thread::interrupt);
    }

    /// Starts probing `store`, which stays the caller's to close, after this.
    public static StoreMonitor start(ObjectStore store, Heartbeats heartbeats) {
        return start(store::probe, INTERVAL, SILENCE, heartbeats);
    }

    static StoreMonitor start(Runnable probe, Duration interval, Duration silence, Heartbeats heartbeats) {
        var contact = new StoreMonitor(probe, interval, silence, heartbeats);
        contact.thread.start();
        return contact;
    }

    @Override
    public Optional<Instant> awaySince() {
        var now = state;
        var asked = now.asked;
        var silent = asked != null && System.nanoTime() - asked > silence.toNanos();
        return now.failed || silent ? Optional.of(now.answered) : Optional.empty();
    }

    private void run() {
        try (heartbeat) {
            while (closing.getCount() > 0) {
                heartbeat.beat(PROBE);
                probeOnce();
                heartbeat.beat();
                pause(state.failed && AWAY_INTERVAL.compareTo(interval) < 0 ? AWAY_INTERVAL : interval);
            }
        }
    }

    private void probeOnce() {
        var before = state;
        state = new State(before.answered, System.nanoTime(), before.failed);
        try {
            probe.run();
            if (before.failed) {
                LOG.atInfo().addKeyValue("since", before.answered).log("object store reachable again");
            }
            state = new State(Instant.now(), null, false);
        } catch (RuntimeException e) { // whatever a client throws, the next probe may do better
            // a client that was interrupted leaves the flag set, and the next probe must not begin with it
            var _ = Thread.interrupted();
            if (!before.failed && closing.getCount() > 0) {
                LOG.atWarn()
                        .addKeyValue("since", before.answered)
                        .addKeyValue("reason", String.valueOf(e.getMessage()))
                        .log("object store unreachable");
            }
            state = new State(before.answered, null, true);
        }
    }

    private void pause(Duration pause) {
        try {
            var _ = closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            LOG.atDebug().log("pause cut short");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            if (!thread.join(LEAVE)) {
                LOG.atWarn().addKeyValue("thread", thread.getName()).log("still busy, left behind");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
