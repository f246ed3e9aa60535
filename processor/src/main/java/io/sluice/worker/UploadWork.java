package io.sluice.worker;

import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.crash.CrashPoint;
import io.sluice.queue.Work;
import io.sluice.trace.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done with a record of `sluice.uploads`: a job of limited time, then telling what it came to.
final class UploadWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(UploadWork.class);

    private final BiFunction<UploadCommand, StageClock, UploadProcessing> jobs;
    private final ResultPublisher settlement;
    private final UploadTimeouts watchdog;
    private final Duration jobDeadline;
    private final WorkerMetrics metrics;
    private final Clock clock;

    UploadWork(
            BiFunction<UploadCommand, StageClock, UploadProcessing> jobs,
            ResultPublisher settlement,
            UploadTimeouts watchdog,
            Duration jobDeadline,
            WorkerMetrics metrics,
            Clock clock) {
        this.jobs = jobs;
        this.settlement = settlement;
        this.watchdog = watchdog;
        this.jobDeadline = jobDeadline;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Done on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        CrashPoint.UPLOAD_TAKEN.pass();
        var done = settle(record);
        CrashPoint.BEFORE_ACKNOWLEDGE.pass();
        return done;
    }

    @Override
    public Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) throws InterruptedException {
        if (read(record) instanceof UploadRecord.Command(var command, var accepted)) {
            Scope.isAbout(command.operation(), command.organization());
            var trail = new Trail(accepted, command.attempt(), Map.of());
            return settlement.giveUp(
                    record, command, trail, new Rejection.GivenUp(command.attempt(), UploadProcessing.INTERNAL_ERROR));
        }
        return settlement.giveUp(record, new Rejection.GivenUp(1, UploadProcessing.INTERNAL_ERROR));
    }

    /// The record, if it was not reading it that failed.
    private static @Nullable UploadRecord read(ConsumerRecord<String, byte[]> record) {
        try {
            return UploadRecord.of(record);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("record cannot be read");
            return null;
        }
    }

    private Done settle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        return switch (UploadRecord.of(record)) {
            case UploadRecord.Unreadable unreadable -> {
                if (unreadable.sender() != null) {
                    Scope.isAbout(
                            unreadable.sender().operation(), unreadable.sender().organization());
                }
                yield settlement.settle(record, unreadable);
            }
            case UploadRecord.Command(var command, var accepted) -> {
                Scope.isAbout(command.operation(), command.organization());
                var stages = new StageClock(metrics, new Trail(accepted, command.attempt(), Map.of()));
                stages.took("queue", queued(record));
                var result = work(command, stages);
                if (wasSettled(record, command, result)) {
                    LOG.atInfo()
                            .addKeyValue("part", command.part().index())
                            .log("an upload came again that has its outcome, its staged bytes are gone");
                    yield new Done(AcknowledgeType.ACCEPT);
                }
                yield settlement.settle(record, command, stages.trail(), result);
            }
        };
    }

    /// Whether an earlier delivery or try was settled, though its acknowledgement got lost: staged bytes are there when
    /// a command is published, and removed only once it has its outcome.
    private static boolean wasSettled(
            ConsumerRecord<String, byte[]> record, UploadCommand command, UploadResult result) {
        var cameBefore = command.attempt() > 1
                || record.deliveryCount().map(Short::intValue).orElse(1) > 1;
        return cameBefore
                && command.source() instanceof Source.Staged
                && result instanceof UploadResult.Refused(Rejection.BlobMissing _, var _);
    }

    private UploadResult work(UploadCommand command, StageClock stages) {
        try (var watch = watchdog.watch(jobDeadline)) {
            var result = jobs.apply(command, stages).run();
            return result instanceof UploadResult.Interrupted(var unneeded) && watch.endedLate()
                    ? new UploadResult.Deferred(
                            new Fault.OfTry("it took longer than " + jobDeadline.toSeconds() + " seconds"), unneeded)
                    : result;
        }
    }

    private Duration queued(ConsumerRecord<String, byte[]> record) {
        // clocks of two machines may differ by more than the wait
        return Duration.ofMillis(Math.max(0, clock.millis() - record.timestamp()));
    }
}
