package io.sluice.kafka.monitor;

import io.sluice.kafka.KafkaClients;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.ProbeThread;
import io.sluice.watch.Reachability;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that checks about once a second whether the Kafka cluster is available, from [#start] to
/// [#close()].
///
/// The cluster counts as unavailable at once when every broker refuses connections, or when a broker answers
/// that none is active (its controller has fenced it); otherwise after [#SILENCE] without an answer. One
/// answer makes it available again.
public final class KafkaMonitor implements Reachability, AutoCloseable {

    /// How long the cluster may leave requests unanswered before it counts as unavailable. Measured in checks
    /// of this thread rather than by the clock, so that a pause of this process is not mistaken for an outage
    /// of the cluster.
    public static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(KafkaMonitor.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(250);

    /// Number of checks between two connection attempts to a silent broker, which show whether it refuses
    /// connections.
    private static final int LOOKS_A_CONNECT = 4;

    private final ClusterProbe probe;
    private final Duration interval;
    private final Duration look;
    private final ProbeThread thread;

    /// The time of the cluster's last answer. Confined to the thread, as are the next two fields.
    private Instant answered = Instant.now();

    private int silentLooks;
    private @Nullable Future<Integer> asked;

    private volatile @Nullable Instant awaySince;

    private KafkaMonitor(ClusterProbe probe, Duration interval, Duration look, Heartbeats heartbeats) {
        this.probe = probe;
        this.interval = interval;
        this.look = look;
        this.thread = new ProbeThread("sluice-kafka-contact", heartbeats, this::lookOnce, probe::close);
    }

    /// Starts the checks. The cluster counts as available until a check shows otherwise.
    public static KafkaMonitor start(KafkaClients kafka, Heartbeats heartbeats) {
        return start(AdminProbe.start(kafka, SILENCE), INTERVAL, LOOK, heartbeats);
    }

    /// @param probe owned and closed by the monitor
    static KafkaMonitor start(ClusterProbe probe, Duration interval, Duration look, Heartbeats heartbeats) {
        var contact = new KafkaMonitor(probe, interval, look, heartbeats);
        contact.thread.start();
        return contact;
    }

    @Override
    public Optional<Instant> awaySince() {
        return Optional.ofNullable(awaySince);
    }

    private void lookOnce() {
        try {
            ask();
        } catch (InterruptedException _) { // kicked
            asked = null;
        } catch (RuntimeException e) { // of an admin client; the next check may succeed
            asked = null;
            LOG.atDebug().setCause(e).log("cluster probe failed");
            silent();
            thread.pause(look);
        }
    }

    private void ask() throws InterruptedException {
        var pending = asked == null ? probe.activeBrokers() : asked;
        asked = pending;
        try {
            var brokers = pending.get(look.toNanos(), TimeUnit.NANOSECONDS);
            asked = null;
            if (brokers > 0) {
                answered();
            } else {
                away("no broker of the cluster is active");
            }
            thread.pause(interval);
        } catch (TimeoutException _) {
            silent();
        } catch (ExecutionException e) {
            asked = null;
            LOG.atDebug().setCause(e).log("cluster did not answer");
            silent();
            thread.pause(look);
        }
    }

    private void answered() {
        answered = Instant.now();
        silentLooks = 0;
        var since = awaySince;
        if (since != null) {
            awaySince = null;
            LOG.atInfo().addKeyValue("since", since).log("Kafka reachable again");
        }
    }

    private void silent() {
        silentLooks++;
        if (awaySince != null) {
            return;
        }
        if (silentLooks % LOOKS_A_CONNECT == 1 && probe.isRefused()) {
            away("connection refused");
        } else if (look.multipliedBy(silentLooks).compareTo(SILENCE) >= 0) {
            away("no answer");
        }
    }

    private void away(String reason) {
        if (awaySince == null) {
            awaySince = answered;
            LOG.atWarn()
                    .addKeyValue("since", answered)
                    .addKeyValue("reason", reason)
                    .log("Kafka unreachable");
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
