package io.sluice.store.connection;

import io.sluice.store.ObjectStore;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.ProbeThread;
import io.sluice.watch.Reachability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that probes the object store every few seconds, from [#start] to [#close()], so that an outage is
/// detected before requests fail.
///
/// The store counts as unavailable when a probe fails, or while one has had no answer for [#SILENCE]. One
/// answer makes it available again.
public final class StoreMonitor implements Reachability, AutoCloseable {

    /// Maximum time of a probe before the store counts as unavailable.
    public static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(StoreMonitor.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /// Interval of probes while the store is unavailable, so that its return is detected soon.
    private static final Duration AWAY_INTERVAL = Duration.ofSeconds(1);

    /// How much longer than other rounds a probe may take: the time-outs and retries of its request.
    private static final Duration PROBE = Duration.ofMinutes(2);

    private final Runnable probe;
    private final Duration interval;
    private final Duration silence;
    private final ProbeThread thread;

    private volatile State state;

    /// The state of the store.
    ///
    /// @param answered time of its last answer
    /// @param asked    start of the probe that has no result yet, of [System#nanoTime()]; null between two
    ///                 probes
    /// @param failed   whether the last probe with a result has failed
    private record State(Instant answered, @Nullable Long asked, boolean failed) {}

    private StoreMonitor(Runnable probe, Duration interval, Duration silence, Heartbeats heartbeats) {
        this.probe = probe;
        this.interval = interval;
        this.silence = silence;
        this.state = new State(Instant.now(), null, false);
        this.thread = new ProbeThread("sluice-store-monitor", heartbeats, this::round, () -> {});
    }

    /// Starts probing `store`, which the caller closes after the monitor.
    public static StoreMonitor start(ObjectStore store, Heartbeats heartbeats) {
        return start(store::probe, INTERVAL, SILENCE, heartbeats);
    }

    static StoreMonitor start(Runnable probe, Duration interval, Duration silence, Heartbeats heartbeats) {
        var monitor = new StoreMonitor(probe, interval, silence, heartbeats);
        monitor.thread.start();
        return monitor;
    }

    @Override
    public Optional<Instant> awaySince() {
        var now = state;
        var asked = now.asked;
        var silent = asked != null && System.nanoTime() - asked > silence.toNanos();
        return now.failed || silent ? Optional.of(now.answered) : Optional.empty();
    }

    private void round() {
        thread.heartbeat().beat(PROBE);
        probeOnce();
        thread.pause(state.failed && AWAY_INTERVAL.compareTo(interval) < 0 ? AWAY_INTERVAL : interval);
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
        } catch (RuntimeException e) { // the next probe may succeed whatever this one has thrown
            // an interrupted client leaves the flag set, which would interrupt the next probe
            var _ = Thread.interrupted();
            if (!before.failed && !thread.isClosing()) {
                LOG.atWarn()
                        .addKeyValue("since", before.answered)
                        .addKeyValue("reason", String.valueOf(e.getMessage()))
                        .log("object store unreachable");
            }
            state = new State(before.answered, null, true);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
