package io.sluice.worker;

import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.crash.CrashPoint;
import io.sluice.image.BlobKey;
import io.sluice.kafka.Topics;
import io.sluice.queue.PatientPublisher;
import io.sluice.queue.StopSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread's loop over `sluice.uploads`: poll, work, acknowledge. It alone touches its consumer, which
/// others may only wake up.
final class UploadWorker implements Runnable {

    /// How many records a worker takes at once: a second one would wait here while another worker is idle.
    static final int RECORDS_A_POLL = 1;

    private static final Logger LOG = LoggerFactory.getLogger(UploadWorker.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final ShareConsumer<String, byte[]> consumer;
    private final BiFunction<UploadCommand, StageClock, UploadJob> jobs;
    private final Settlement settlement;
    private final Watchdog watchdog;
    private final Duration jobDeadline;
    private final WorkerMetrics metrics;
    private final Clock clock;
    private final StopSignal stop;

    private volatile State state = State.STARTING;

    /// When the work on a record began, of [System#nanoTime()]; 0 while there is none.
    private volatile long workingSince;

    /// Where a worker is in its life.
    enum State {
        STARTING,
        POLLING,
        ENDED,
        FAILED
    }

    UploadWorker(
            ShareConsumer<String, byte[]> consumer,
            BiFunction<UploadCommand, StageClock, UploadJob> jobs,
            Settlement settlement,
            Watchdog watchdog,
            Duration jobDeadline,
            WorkerMetrics metrics,
            Clock clock,
            StopSignal stop) {
        this.consumer = consumer;
        this.jobs = jobs;
        this.settlement = settlement;
        this.watchdog = watchdog;
        this.jobDeadline = jobDeadline;
        this.metrics = metrics;
        this.clock = clock;
        this.stop = stop;
    }

    State state() {
        return state;
    }

    /// Whether it has been working on one record for longer than `limit`.
    boolean isStuck(Duration limit) {
        var since = workingSince;
        return since != 0 && System.nanoTime() - since > limit.toNanos();
    }

    void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void run() {
        metrics.alive(true);
        try {
            consumer.setAcknowledgementCommitCallback(this::acknowledged);
            consumer.subscribe(List.of(Topics.UPLOADS.name()));
            while (!stop.isGiven()) {
                pollOnce();
            }
            state = State.ENDED;
        } catch (WakeupException | InterruptedException e) {
            state = stop.isGiven() ? State.ENDED : failed(e);
        } catch (RuntimeException | Error e) {
            state = failed(e);
        } finally {
            metrics.alive(false);
            close();
        }
    }

    private void pollOnce() throws InterruptedException {
        ConsumerRecords<String, byte[]> records;
        try {
            records = consumer.poll(POLL);
            state = State.POLLING;
        } catch (RetriableException e) {
            LOG.atWarn().setCause(e).log("polling for uploads failed and is tried again");
            stop.pause(PAUSE);
            return;
        }
        for (var record : records) {
            handle(record);
        }
    }

    /// Every polled record is acknowledged here, whatever happens, since the next poll demands it.
    private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        metrics.working(true);
        workingSince = System.nanoTime() | 1;
        try {
            CrashPoint.UPLOAD_TAKEN.pass();
            var settled = settleOrRelease(record);
            CrashPoint.BEFORE_ACKNOWLEDGE.pass();
            consumer.acknowledge(record, settled.acknowledgement());
            if (!settled.purgeAfterwards().isEmpty() && isTaken(record)) {
                purge(settled.purgeAfterwards());
            }
        } finally {
            workingSince = 0;
            metrics.working(false);
        }
    }

    private Settlement.Settled settleOrRelease(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            return settle(record);
        } catch (PatientPublisher.UnpublishedException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("what became of an upload cannot be told, so it is done again");
            return new Settlement.Settled(AcknowledgeType.RELEASE, List.of());
        }
    }

    private void purge(List<BlobKey> replaced) throws InterruptedException {
        try {
            settlement.purge(replaced, "replaced by its optimized form");
        } catch (PatientPublisher.UnpublishedException e) {
            LOG.atWarn().setCause(e).addKeyValue("blobs", replaced).log("blobs are left that nobody needs");
        }
    }

    private Settlement.Settled settle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        return switch (UploadRecord.of(record)) {
            case UploadRecord.Unreadable unreadable -> settlement.settle(record, unreadable);
            case UploadRecord.Command(var command, var accepted) -> {
                var stages = new StageClock(metrics, new Trail(accepted, command.attempt(), Map.of()));
                stages.took("queue", queued(record));
                var result = work(command, stages);
                yield settlement.settle(record, command, stages.trail(), result);
            }
        };
    }

    private UploadResult work(UploadCommand command, StageClock stages) {
        try (var watch = watchdog.watch(jobDeadline)) {
            var result = jobs.apply(command, stages).run();
            return result instanceof UploadResult.Interrupted(var unneeded) && watch.endedLate()
                    ? new UploadResult.Deferred(
                            new Fault.OfSurroundings("it took longer than " + jobDeadline.toSeconds() + " seconds"),
                            unneeded)
                    : result;
        }
    }

    private Duration queued(ConsumerRecord<String, byte[]> record) {
        // clocks of two machines may differ by more than the wait
        return Duration.ofMillis(Math.max(0, clock.millis() - record.timestamp()));
    }

    /// Whether the broker has taken the acknowledgement of `record`, so that it cannot come back.
    private boolean isTaken(ConsumerRecord<String, byte[]> record) {
        try {
            return consumer.commitSync().entrySet().stream()
                    .filter(entry -> entry.getKey().partition() == record.partition())
                    .allMatch(entry -> entry.getValue().isEmpty());
        } catch (RetriableException | WakeupException e) {
            LOG.atWarn().setCause(e).log("an acknowledgement may not have been taken, so a blob may be left over");
            return false;
        }
    }

    private void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
        if (failure != null) {
            metrics.acknowledgementFailed(
                    offsets.values().stream().mapToInt(Set::size).sum());
            LOG.atWarn()
                    .setCause(failure)
                    .addKeyValue("records", offsets)
                    .log("acknowledgements came too late, the records are delivered again");
        }
    }

    private State failed(Throwable failure) {
        LOG.atError().setCause(failure).log("an upload worker died");
        return State.FAILED;
    }

    private void close() {
        Thread.interrupted(); // or closing could not send the last acknowledgements
        try {
            consumer.close(CLOSE);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("an upload worker could not leave its group, which will notice by itself");
        }
    }
}
