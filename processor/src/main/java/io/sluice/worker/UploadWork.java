package io.sluice.worker;

import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.crash.CrashPoint;
import io.sluice.dispatch.Demand;
import io.sluice.dispatch.Stage;
import io.sluice.dispatch.StagedWork;
import io.sluice.lane.Cost;
import io.sluice.trace.Scope;
import io.sluice.worker.upload.StageClock;
import io.sluice.worker.upload.UploadProcessing;
import io.sluice.worker.upload.WorkerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processing of a record of `sluice.uploads`: a try of limited time in several stages, then the
/// publication of its result.
final class UploadWork implements StagedWork {

    private static final Logger LOG = LoggerFactory.getLogger(UploadWork.class);

    /// By how much clocks of producers may be ahead: brokers refuse records that are more.
    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

    private final BiFunction<UploadCommand, StageClock, UploadProcessing> jobs;
    private final ResultPublisher results;
    private final PublishedResults published;
    private final UploadTimeouts timeouts;
    private final Duration jobDeadline;
    private final WorkerMetrics metrics;
    private final Clock clock;

    UploadWork(
            BiFunction<UploadCommand, StageClock, UploadProcessing> jobs,
            ResultPublisher results,
            PublishedResults published,
            UploadTimeouts timeouts,
            Duration jobDeadline,
            WorkerMetrics metrics,
            Clock clock) {
        this.jobs = jobs;
        this.results = results;
        this.published = published;
        this.timeouts = timeouts;
        this.jobDeadline = jobDeadline;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Demand demand(ConsumerRecord<String, byte[]> record) {
        return UploadDemand.of(record);
    }

    @Override
    public Stage begin(ConsumerRecord<String, byte[]> record, boolean maybeAgain) {
        return () -> {
            CrashPoint.UPLOAD_TAKEN.pass();
            return switch (UploadRecord.of(record)) {
                case UploadRecord.Unreadable unreadable -> refuse(record, unreadable);
                case UploadRecord.Command(var command, var accepted) -> {
                    var stages = new StageClock(metrics, clock, new Trail(accepted, command.attempt(), Map.of()));
                    stages.took("queue", queued(record));
                    var delivery = new UploadTry.Delivery(record, command, maybeAgain);
                    yield new UploadTry(delivery, jobs.apply(command, stages), stages, results, timeouts, jobDeadline)
                            .receive();
                }
            };
        };
    }

    private Stage.Progress refuse(ConsumerRecord<String, byte[]> record, UploadRecord.Unreadable unreadable)
            throws InterruptedException {
        if (unreadable.sender() != null) {
            Scope.isAbout(unreadable.sender().operation(), unreadable.sender().organization());
        }
        results.refuse(record, unreadable);
        CrashPoint.BEFORE_ACKNOWLEDGE.pass();
        return new Stage.Progress.Done(null, Cost.NONE);
    }

    @Override
    public void giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) throws InterruptedException {
        end(record, attempts -> new Rejection.GivenUp(attempts, UploadProcessing.INTERNAL_ERROR));
    }

    /// Refuses a record that is poison, unless a process ended after it had published its result.
    @Override
    public void refuse(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        if (read(record) instanceof UploadRecord.Command(var command, var _)
                && published.contain(command, beforeAllTries(record))) {
            Scope.isAbout(command.operation(), command.organization());
            LOG.atInfo()
                    .addKeyValue("part", command.part().index())
                    .log("upload has ended processes after its result, not refused");
            return;
        }
        end(record, _ -> new Rejection.Poison());
    }

    /// Returns a time before the tries of a record, whose producer may have another clock.
    private Instant beforeAllTries(ConsumerRecord<String, byte[]> record) {
        var latest = clock.instant().minus(CLOCK_DIFFERENCE);
        var sent = Instant.ofEpochMilli(record.timestamp());
        return sent.isBefore(latest) ? sent : latest;
    }

    private void end(ConsumerRecord<String, byte[]> record, IntFunction<Rejection> reason) throws InterruptedException {
        if (read(record) instanceof UploadRecord.Command(var command, var accepted)) {
            Scope.isAbout(command.operation(), command.organization());
            var trail = new Trail(accepted, command.attempt(), Map.of());
            results.giveUp(record, command, trail, reason.apply(command.attempt()));
        } else {
            results.giveUp(record, reason.apply(1));
        }
    }

    /// Returns the content of the record, or null if it cannot be read.
    private static @Nullable UploadRecord read(ConsumerRecord<String, byte[]> record) {
        try {
            return UploadRecord.of(record);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("record cannot be read");
            return null;
        }
    }

    private Duration queued(ConsumerRecord<String, byte[]> record) {
        // clocks of two machines may differ by more than the wait
        return Duration.ofMillis(Math.max(0, clock.millis() - record.timestamp()));
    }
}
