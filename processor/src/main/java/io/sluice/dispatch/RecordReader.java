package io.sluice.dispatch;

import io.sluice.poison.Suspects;
import io.sluice.queue.StopFlag;
import io.sluice.queue.Work.Afterwards;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Outage;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that reads the queue. After any failure of its consumer it joins the group again with a new
/// one, without a limit on the attempts.
final class RecordReader {

    private static final Logger LOG = LoggerFactory.getLogger(RecordReader.class);
    private static final Duration RECHECK = Duration.ofMillis(500);

    /// Maximum time of a round: a rebalance reads offsets from the brokers, and the machine may be starved.
    private static final Duration ROUND = Duration.ofMinutes(1);

    private final QueueSource source;
    private final Supplier<Intake> intakes;
    private final Claims claims;
    private final Suspects suspects;
    private final Lanes lanes;
    private final Consumer<Afterwards> afterwards;
    private final StopFlag stop = new StopFlag();
    private final Outage outage;
    private final Heartbeat heartbeat;
    private final Thread thread;

    private volatile @Nullable ReadSession session;
    private volatile Figures figures = new Figures(0, 0);
    private volatile boolean ready;
    private volatile boolean failed;

    /// The waiting records.
    ///
    /// @param held    records in the window
    /// @param spilled records that were read and wait on the topic
    record Figures(int held, long spilled) {}

    /// @param intakes creates one for each session
    RecordReader(
            String name,
            QueueSource source,
            Supplier<Intake> intakes,
            Claims claims,
            Suspects suspects,
            Lanes lanes,
            Consumer<Afterwards> afterwards,
            Heartbeats heartbeats) {
        this.source = source;
        this.intakes = intakes;
        this.claims = claims;
        this.suspects = suspects;
        this.lanes = lanes;
        this.afterwards = afterwards;
        this.outage = new Outage(name);
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
        this.heartbeat = heartbeats.register(name, this::kick);
    }

    void start() {
        thread.start();
    }

    /// Returns whether it is a member of its group; false while it waits for Kafka.
    boolean isReady() {
        return ready;
    }

    /// Returns whether an [Error] has ended it.
    boolean failed() {
        return failed;
    }

    Figures figures() {
        return figures;
    }

    private void run() {
        try (heartbeat) {
            while (!stop.isGiven()) {
                stayInGroup();
            }
        } catch (Error e) {
            failed = true;
            LOG.atError().setCause(e).addKeyValue("topic", source.topic()).log("reader ended by an error");
        } finally {
            ready = false;
        }
    }

    private void stayInGroup() {
        try {
            read();
            if (!stop.isGiven()) {
                awaitNextTry(outage.failed("no broker answers"));
            }
        } catch (RuntimeException e) { // a new consumer may succeed
            // a consumer that was interrupted leaves the flag set, and the next one must not begin with it
            var _ = Thread.interrupted();
            if (!stop.isGiven()) {
                LOG.atDebug().addKeyValue("topic", source.topic()).setCause(e).log("consumer failed");
                awaitNextTry(outage.failed(e));
            }
        } finally {
            ready = false;
        }
    }

    /// Reads until no broker answers or `stop` is given.
    private void read() {
        heartbeat.beat(ROUND);
        var intake = intakes.get();
        try (var current = new ReadSession(source, intake, claims, suspects, lanes, afterwards)) {
            session = current;
            while (!stop.isGiven() && !current.connection().isLost()) {
                heartbeat.beat(ROUND);
                current.round();
                observe(current, intake);
            }
        } finally {
            session = null;
        }
    }

    private void observe(ReadSession current, Intake intake) {
        ready = current.isJoined();
        figures = new Figures(intake.held(), intake.backlog().records());
        if (!current.connection().isShaky()) {
            outage.over();
        }
    }

    /// Waits for `pause`, and then until a broker answers; no longer than until `stop` is given.
    private void awaitNextTry(Duration pause) {
        try {
            heartbeat.beat(pause);
            stop.pause(pause);
            while (!stop.isGiven() && !source.isReachable()) {
                heartbeat.beat();
                stop.pause(RECHECK);
            }
        } catch (InterruptedException _) {
            LOG.atDebug().log("pause interrupted");
        }
    }

    /// Interrupts the current call, after which it joins the group again.
    private void kick() {
        wakeup();
        thread.interrupt();
    }

    private void wakeup() {
        var current = session;
        if (current != null) {
            current.wakeup();
        }
    }

    /// Ends without waiting.
    void interrupt() {
        stop.give();
        kick();
    }

    /// Commits, leaves the group and ends.
    ///
    /// @return whether it has ended within `limit`
    boolean end(Duration limit) throws InterruptedException {
        stop.give();
        wakeup();
        return thread.join(limit);
    }
}
