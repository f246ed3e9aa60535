package io.sluice.worker;

import io.sluice.command.BlobPurge;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Retry;
import io.sluice.command.Trail;
import io.sluice.command.UploadCommand;
import io.sluice.crash.CrashPoint;
import io.sluice.image.BlobKey;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.queue.RetryPolicy;
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.Work.Afterwards;
import io.sluice.queue.WorkerDeadLetters;
import io.sluice.trace.Spans;
import io.sluice.trace.TraceHeaders;
import io.sluice.worker.upload.Fault;
import io.sluice.worker.upload.UploadResult;
import io.sluice.worker.upload.WorkerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The publication of the results of tries. When a method returns, all records that must not be lost are
/// durable; when it throws, the command is not done.
final class ResultPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(ResultPublisher.class);

    /// Attribute of the span of an upload.
    private static final String RESULT = "sluice.result";

    private final RetryingPublisher publisher;
    private final RetryPolicy tries;
    private final Duration retryPeriod;
    private final RetryPolicy urls;
    private final WorkerMetrics metrics;
    private final Clock clock;
    private final RandomGenerator random;

    ResultPublisher(
            RetryingPublisher publisher,
            WorkerConfig config,
            WorkerMetrics metrics,
            Clock clock,
            RandomGenerator random) {
        this.publisher = publisher;
        this.tries = new RetryPolicy(config.attempts(), Duration.ofSeconds(2), 4, Duration.ofMinutes(1));
        this.retryPeriod = config.retryPeriod();
        // since a client may be waiting for the answer
        this.urls = new RetryPolicy(config.fetch().attempts(), Duration.ofSeconds(1), 2, Duration.ofMinutes(1));
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
    }

    /// Publishes the result of a try.
    ///
    /// @return the step that runs once the record cannot be delivered again
    @Nullable
    Afterwards publish(ConsumerRecord<String, byte[]> record, UploadCommand command, Trail trail, UploadResult result)
            throws InterruptedException {
        return switch (result) {
            case UploadResult.Stored(var register, var unneeded) -> register(register, unneeded);
            case UploadResult.Refused(var reason, var unneeded) -> {
                if (concernsOperator(reason)) {
                    giveUp(record, command, trail, reason);
                } else {
                    refuse(command, trail, reason);
                }
                purge(unneeded, "refused: " + reason.code());
                yield null;
            }
            case UploadResult.Deferred(var fault, var unneeded) -> {
                defer(record, command, trail, fault);
                purge(unneeded, "of a try that failed");
                yield null;
            }
            case UploadResult.Interrupted _ ->
                throw new IllegalArgumentException("a try that was interrupted has no result");
        };
    }

    /// Returns whether the operator has to act: bytes were lost, or a producer is faulty.
    private static boolean concernsOperator(Rejection reason) {
        return reason instanceof Rejection.BlobMissing || reason instanceof Rejection.MalformedCommand;
    }

    /// Purges what an interrupted try wrote; the try is repeated.
    void interrupted(List<BlobKey> unneeded) throws InterruptedException {
        purge(unneeded, "of a try that was interrupted");
        metrics.interrupted();
    }

    /// Gives up a command for `reason`. A staged blob is kept, because a replay of the dead letter needs it.
    void giveUp(ConsumerRecord<String, byte[]> record, UploadCommand command, Trail trail, Rejection reason)
            throws InterruptedException {
        refuse(command, trail, reason);
        publishDeadLetter(command.operation().value(), record, reason, command.attempt());
    }

    /// Gives up a record that may be a command.
    void giveUp(ConsumerRecord<String, byte[]> record, Rejection reason) throws InterruptedException {
        publishDeadLetter(WorkerDeadLetters.key(record), record, reason, 1);
        metrics.refused(reason.code());
    }

    /// Refuses a record that is not a command.
    void refuse(ConsumerRecord<String, byte[]> record, UploadRecord.Unreadable unreadable) throws InterruptedException {
        var sender = unreadable.sender();
        if (sender != null) {
            var accepted = Instant.ofEpochMilli(record.timestamp());
            publisher.publish(
                    Topics.OUTCOMES,
                    sender.operation().value(),
                    new Outcome.Rejected(
                            new Envelope(
                                    sender.operation(), sender.part(), sender.organization(), Trail.direct(accepted)),
                            clock.instant(),
                            unreadable.reason()));
        }
        var key = sender == null
                ? WorkerDeadLetters.key(record)
                : sender.operation().value();
        publishDeadLetter(key, record, unreadable.reason(), 1);
        metrics.refused(unreadable.reason().code());
        LOG.atInfo()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", unreadable.reason().code())
                .log("record refused");
    }

    private void purge(List<BlobKey> blobs, String why) throws InterruptedException {
        for (var blob : blobs) {
            publisher.publish(Topics.BLOB_PURGES, blob.value(), new BlobPurge(blob, why));
        }
    }

    private @Nullable Afterwards register(RegistrationCommand.Register register, List<BlobKey> unneeded)
            throws InterruptedException {
        CrashPoint.BEFORE_REGISTER.pass();
        publisher.publish(Topics.CATALOG_COMMANDS, register.organization().name(), register);
        metrics.stored(register.content().size());
        Spans.attribute(RESULT, "stored");
        LOG.atInfo()
                .addKeyValue("part", register.part().index())
                .addKeyValue("blob", register.content().blob())
                .addKeyValue("format", register.content().format())
                .addKeyValue("bytes", register.content().size())
                .addKeyValue("stages", register.trail().stages())
                .log("upload stored");
        // only after the commit: until then the record may be delivered again and needs the staged bytes
        return unneeded.isEmpty() ? null : () -> purge(unneeded, "replaced by its optimized form");
    }

    private void defer(ConsumerRecord<String, byte[]> record, UploadCommand command, Trail trail, Fault fault)
            throws InterruptedException {
        var reason = finalReason(command, trail, fault);
        if (reason == null) {
            retry(record, command, fault, pause(command, fault));
        } else if (fault instanceof Fault.OfUrl) {
            refuse(command, trail, reason);
        } else {
            giveUp(record, command, trail, reason);
        }
    }

    /// Returns the reason against a further attempt, or null if there is none.
    private @Nullable Rejection finalReason(UploadCommand command, Trail trail, Fault fault) {
        int attempt = command.attempt();
        return switch (fault) {
            // an accepted upload is retried throughout an outage of the store, however many attempts that takes
            case Fault.OfStore(var text) ->
                tries.isLast(attempt) && isPast(trail.accepted().plus(retryPeriod))
                        ? new Rejection.GivenUp(attempt, text)
                        : null;
            case Fault.OfTry(var text) -> tries.isLast(attempt) ? new Rejection.GivenUp(attempt, text) : null;
            case Fault.OfUrl(var reason, var _) -> urls.isLast(attempt) ? reason : null;
        };
    }

    private Duration pause(UploadCommand command, Fault fault) {
        return fault instanceof Fault.OfUrl(var _, var asked)
                ? urls.waitAfter(command.attempt(), asked, random)
                : tries.waitAfter(command.attempt(), null, random);
    }

    private boolean isPast(Instant time) {
        return !clock.instant().isBefore(time);
    }

    private void retry(ConsumerRecord<String, byte[]> record, UploadCommand command, Fault fault, Duration wait)
            throws InterruptedException {
        var headers = RecordCopies.headers(record.headers());
        headers.putAll(TraceHeaders.textsOfCurrent()); // the scope has a trace also if the command had none
        var next = new Retry(command.nextAttempt(), clock.instant().plus(wait), fault.text(), headers);
        publisher.publish(Topics.RETRIES, command.operation().value(), next);
        metrics.deferred(code(fault));
        Spans.attribute(RESULT, "deferred");
        Spans.failed(code(fault));
        LOG.atWarn()
                .addKeyValue("part", command.part().index())
                .addKeyValue("attempt", command.attempt())
                .addKeyValue("due", next.due())
                .addKeyValue("fault", fault.text())
                .log("upload postponed");
    }

    /// Publishes that an upload failed for a reason of its own. That concerns its organization, which finds
    /// the failed operation in its list, and not the operator: there is no dead letter.
    private void refuse(UploadCommand command, Trail trail, Rejection reason) throws InterruptedException {
        publisher.publish(
                Topics.OUTCOMES,
                command.operation().value(),
                new Outcome.Rejected(command.envelope(trail), clock.instant(), reason));
        publisher.publish(
                Topics.CATALOG_COMMANDS,
                command.organization().name(),
                new RegistrationCommand.CountRejection(command.envelope(trail), reason.code()));
        metrics.refused(reason.code());
        Spans.attribute(RESULT, "refused");
        Spans.attribute("sluice.reason", reason.code());
        LOG.atInfo()
                .addKeyValue("part", command.part().index())
                .addKeyValue("attempt", command.attempt())
                .addKeyValue("reason", reason.code())
                .addKeyValue("stages", trail.stages())
                .log("upload refused");
    }

    private void publishDeadLetter(String key, ConsumerRecord<String, byte[]> record, Rejection reason, int attempts)
            throws InterruptedException {
        publisher.publish(Topics.DEAD_LETTERS, key, WorkerDeadLetters.of(record, reason, attempts, clock.instant()));
    }

    private static String code(Fault fault) {
        return switch (fault) {
            case Fault.OfStore _ -> "store";
            case Fault.OfTry _ -> "try";
            case Fault.OfUrl url -> url.reason().code();
        };
    }
}
