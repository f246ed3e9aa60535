package io.sluice.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Outage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running topology, from [#start] to [#close()].
///
/// A transient fault of Kafka that reaches a stream thread ends that thread, which is replaced. Any other
/// fault ends the instance: a thread of this class closes it and starts a new one after a pause, without a
/// limit on the attempts if the fault is one of the cluster or of a client. A bug of ours, or a record that
/// will fail again, is tried a few times only; then the application has [#failed()], and the process must
/// end.
public final class StreamsApplication implements AutoCloseable {

    /// Gauge; tag `application`.
    static final String LAG = "sluice.streams.lag";

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);

    /// Consecutive restarts after faults that are bugs.
    private static final int BUGS = 5;

    private final String applicationId;
    private final StreamsInstance.Factory instances;
    private final StreamsHome home;
    private final StreamsTimes times;
    private final Outage outage;
    private final Outage bugs;
    private final Heartbeat heartbeat;
    private final Thread thread;
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    /// Released when the state must be checked.
    private final Semaphore signals = new Semaphore(0);

    /// The fault that stopped the current instance, if any.
    private final InstanceFault fault;

    private volatile @Nullable StreamsInstance current;

    /// Whether the current instance has processed records.
    private volatile boolean processing;

    private volatile boolean kicked;
    private volatile boolean closing;
    private volatile boolean failed;

    /// Consecutive faults that were bugs. Confined to the thread.
    private int bugsInARow;

    private StreamsApplication(
            String applicationId, StreamsInstance.Factory instances, StreamsHome home, StreamsTimes times) {
        this.applicationId = applicationId;
        this.instances = instances;
        this.home = home;
        this.times = times;
        this.fault = new InstanceFault(applicationId, signals::release);
        this.outage = new Outage(applicationId, times.firstPause(), times.longestPause());
        this.bugs = new Outage(applicationId, times.firstPause(), times.longestPause());
        this.heartbeat = home.heartbeats().register(applicationId, this::kick);
        this.thread = Thread.ofPlatform().name(applicationId + "-watch").unstarted(this::run);
    }

    /// Starts a topology and waits without a limit until it processes records. The topics it reads and writes
    /// must exist.
    ///
    /// @param topology creates the topology, anew for each restart
    /// @param threads  number of stream threads
    /// @param standbys number of copies of the state that other processes keep up to date
    /// @throws StreamsStartException when a bug prevents the start, or the thread is interrupted
    public static StreamsApplication start(
            String applicationId, Supplier<Topology> topology, StreamsHome home, int threads, int standbys) {
        return start(applicationId, topology, home, threads, standbys, StreamsTimes.DEFAULTS);
    }

    static StreamsApplication start(
            String applicationId,
            Supplier<Topology> topology,
            StreamsHome home,
            int threads,
            int standbys,
            StreamsTimes times) {
        // the same properties for every instance, with the same static membership
        var properties = StreamsProperties.of(applicationId, home, threads, standbys);
        return start(
                applicationId,
                (handler, changed) -> new KafkaStreamsInstance(topology.get(), properties, handler, changed),
                home,
                times);
    }

    static StreamsApplication start(
            String applicationId, StreamsInstance.Factory instances, StreamsHome home, StreamsTimes times) {
        var application = new StreamsApplication(applicationId, instances, home, times);
        application.thread.start();
        try {
            application.started.get();
            return application;
        } catch (ExecutionException e) {
            application.close();
            throw new StreamsStartException(applicationId + " failed while it was starting", e);
        } catch (InterruptedException e) {
            application.close();
            Thread.currentThread().interrupt();
            throw new StreamsStartException("interrupted while " + applicationId + " was starting", e);
        }
    }

    /// Registers the metrics that all applications have.
    public void measure(MeterRegistry meters) {
        Gauge.builder(LAG, this, StreamsApplication::lag)
                .tag("application", applicationId)
                .description("records of the source topics that this process has not processed")
                .register(meters);
    }

    private double lag() {
        var instance = current;
        return instance == null ? 0 : RecordLag.of(instance.metrics());
    }

    /// Returns whether records are processed, now or as soon as a rebalance is over; false while it restarts
    /// or waits for Kafka.
    public boolean running() {
        var instance = current;
        return instance != null && processing && instance.state().isRunningOrRebalancing() && isReachable();
    }

    /// Returns whether a bug has stopped the application permanently.
    public boolean failed() {
        return failed;
    }

    /// Requests a new instance.
    private void kick() {
        kicked = true;
        signals.release();
    }

    private void run() {
        try (heartbeat) {
            while (!closing && !failed) {
                runOnce();
                if (!closing) {
                    decide(fault.get());
                }
            }
        } catch (Error e) {
            fail(e);
        }
    }

    /// Runs one instance until it stops or must be stopped.
    private void runOnce() {
        fault.clear();
        kicked = false;
        heartbeat.beat(InstanceProgress.REBALANCE);
        StreamsInstance instance;
        try {
            instance = instances.create(fault::responseTo, signals::release);
        } catch (RuntimeException e) {
            fault.record(e);
            return;
        }
        current = instance;
        // on a separate thread, because it may wait for Kafka until the instance is closed
        Thread.ofPlatform().name(applicationId + "-start").daemon().start(() -> start(instance));
        watch(instance);
        processing = false;
        close(instance);
        current = null;
    }

    private void start(StreamsInstance instance) {
        try {
            instance.start();
        } catch (RuntimeException | Error e) {
            fault.record(e);
        }
    }

    private void watch(StreamsInstance instance) {
        var steadyAt = 0L;
        var progress = new InstanceProgress(instance, times.pollCheck(), this::isReachable, heartbeat);
        while (!closing && !kicked && fault.get() == null) {
            var state = instance.state();
            if (state.isShuttingDown() || state.hasCompletedShutdown()) {
                return;
            }
            if (state == State.RUNNING && !processing) {
                steadyAt = System.nanoTime() + times.steady().toNanos();
                reportRunning();
            }
            if (processing && bugsInARow > 0 && System.nanoTime() - steadyAt > 0) {
                bugsInARow = 0;
                bugs.over();
            }
            progress.check(state);
            await(times.look());
        }
    }

    private void reportRunning() {
        processing = true;
        outage.over();
        LOG.atInfo().addKeyValue("application", applicationId).log("streams running");
        started.complete(null);
    }

    /// Closes an instance. Two instances of one application cannot share their state, so this waits until the
    /// first is closed; the heartbeat does not beat meanwhile.
    private void close(StreamsInstance instance) {
        while (true) {
            var limit = isReachable() ? times.close() : times.closeAway();
            if (instance.close(limit)) {
                return;
            }
            LOG.atWarn()
                    .addKeyValue("application", applicationId)
                    .addKeyValue("timeout", limit)
                    .log("streams not stopped in time");
            if (closing) {
                return;
            }
            if (!isReachable()) {
                heartbeat.beat();
            }
        }
    }

    /// Decides how to continue after an instance has ended: fails, or pauses before the next instance.
    private void decide(@Nullable Throwable cause) {
        if (cause instanceof VirtualMachineError) {
            fail(cause);
        } else if (cause != null && StreamsFault.isBug(cause)) {
            LOG.atError()
                    .addKeyValue("application", applicationId)
                    .setCause(cause)
                    .log("streams stopped by a fault");
            bugsInARow++;
            if (bugsInARow > BUGS) {
                fail(cause);
            } else {
                awaitNextStart(bugs.failed(cause));
            }
        } else {
            LOG.atDebug()
                    .addKeyValue("application", applicationId)
                    .setCause(cause)
                    .log("streams stopped");
            awaitNextStart(cause == null ? outage.failed(kicked ? "kicked" : "stopped") : outage.failed(cause));
        }
    }

    private void fail(Throwable cause) {
        failed = true;
        LOG.atError().addKeyValue("application", applicationId).setCause(cause).log("streams failed, restart needed");
        started.completeExceptionally(cause);
    }

    /// Waits for `pause`, and then until a broker answers, or until the application is closed.
    private void awaitNextStart(Duration pause) {
        heartbeat.beat(pause);
        var end = System.nanoTime() + pause.toNanos();
        while (!closing && (System.nanoTime() - end < 0 || !isReachable())) {
            if (System.nanoTime() - end >= 0) {
                heartbeat.beat();
            }
            await(times.look());
        }
    }

    /// Waits for a signal, at most for `limit`.
    private void await(Duration limit) {
        try {
            var _ = signals.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS);
            signals.drainPermits();
        } catch (InterruptedException _) {
            LOG.atDebug().log("pause interrupted");
        }
    }

    private boolean isReachable() {
        return home.reachability().awaySince().isEmpty();
    }

    /// Finishes the current record, commits and stops. As a static member it stays in its group, so that the
    /// next start takes the same partitions back at once; the group notices a process that does not return
    /// after the session timeout.
    @Override
    public void close() {
        closing = true;
        signals.release();
        try {
            // a close during another close takes at most twice as long
            if (!thread.join(times.close().multipliedBy(2))) {
                LOG.atWarn().addKeyValue("thread", thread.getName()).log("thread not stopped in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
