package io.sluice.dispatch;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.lane.LaneName;
import io.sluice.poison.Suspects;
import io.sluice.precedence.Precedence;
import io.sluice.queue.RetryingPublisher.UnpublishedException;
import io.sluice.queue.StopFlag;
import io.sluice.queue.Work.Afterwards;
import io.sluice.watch.Heartbeats;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running dispatcher: it processes the records of a queue, in turn by organization, from [#start] to
/// [#close()]. Delivery is at least once.
public final class Dispatcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private static final int WINDOW_RECORDS = 2_000;
    private static final long WINDOW_BYTES = 24L << 20;

    /// Maximum time that other jobs wait for the records that were in work when a process died.
    private static final Duration SUSPECTS = Duration.ofSeconds(30);

    /// Maximum wait for an interrupted thread.
    private static final Duration LEAVE = Duration.ofSeconds(10);

    /// Maximum time of a commit and of leaving the group.
    private static final Duration LEAVE_GROUP = Duration.ofSeconds(20);

    private final DispatchConfig config;
    private final StopFlag stop;
    private final Lanes lanes;
    private final RecordReader reader;
    private final ThreadPoolExecutor afterwards;

    private Dispatcher(
            DispatchConfig config, StopFlag stop, Lanes lanes, RecordReader reader, ThreadPoolExecutor afterwards) {
        this.config = config;
        this.stop = stop;
        this.lanes = lanes;
        this.reader = reader;
        this.afterwards = afterwards;
    }

    /// Starts the lanes and the reader. The topic must exist.
    ///
    /// @param stop       set when the dispatcher is closed
    /// @param precedence of organizations in this process
    public static Dispatcher start(
            DispatchConfig config,
            QueueSource source,
            StagedWork work,
            StopFlag stop,
            Precedence precedence,
            MeterRegistry registry,
            Heartbeats heartbeats) {
        var suspects = new Suspects(SUSPECTS.toNanos(), System::nanoTime);
        var lanes = Lanes.start(
                config.lanes(),
                (job, running) -> job.lane() != LaneName.DIRECT
                        || (job.partition().admits(job.record().offset())
                                && suspects.mayBegin(job.position(), running)),
                precedence,
                heartbeats);
        var claims = new Claims(new SecureRandom().nextLong(Long.MAX_VALUE), suspects, lanes);
        var runner = new JobRunner(work, suspects, stop, lanes);
        var afterwards = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name(config.name() + "-afterwards").factory());
        var reader = new RecordReader(
                config.name(),
                source,
                () -> new Intake(
                        work, suspects, claims, runner, lanes, new Window(WINDOW_RECORDS, WINDOW_BYTES), precedence),
                claims,
                suspects,
                lanes,
                then -> afterwards.execute(() -> run(then)),
                heartbeats);
        var dispatcher = new Dispatcher(config, stop, lanes, reader, afterwards);
        DispatchMetrics.register(registry, lanes, reader);
        reader.start();
        return dispatcher;
    }

    private static void run(Afterwards then) {
        try {
            then.run();
        } catch (UnpublishedException e) {
            LOG.atWarn().setCause(e).log("unneeded blob not purged");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns whether the queue is being read and no job exceeds its time.
    public boolean ready() {
        return reader.isReady() && !lanes.isStuck();
    }

    /// Returns whether an [Error], such as a lack of memory, has ended a thread.
    public boolean failed() {
        return reader.failed() || lanes.failed();
    }

    /// Stops beginning jobs, waits for those in progress and interrupts them after the drain time, commits
    /// and leaves the group. Has no effect the second time.
    @Override
    public void close() {
        stop.give();
        try {
            if (!lanes.end(config.drain(), LEAVE)) {
                LOG.atError().log("worker not stopped in time");
            }
            if (!reader.end(LEAVE_GROUP)) {
                LOG.atError().log("reader not stopped in time");
            }
            afterwards.shutdown();
            if (!afterwards.awaitTermination(LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("unneeded blobs not purged");
            }
        } catch (InterruptedException _) {
            lanes.interrupt();
            reader.interrupt();
            Thread.currentThread().interrupt();
        } finally {
            afterwards.shutdownNow();
        }
    }
}
