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
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.RetryPolicy;
import io.sluice.queue.Work;
import io.sluice.queue.WorkerDeadLetters;
import io.sluice.trace.TraceHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells all others what a try came to, and then how its record is to be acknowledged. When a method returns,
/// all that must not be lost is durable; when it throws, the record must not be acknowledged.
final class ResultPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(ResultPublisher.class);

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

    Work.Done settle(ConsumerRecord<String, byte[]> record, UploadCommand command, Trail trail, UploadResult result)
            throws InterruptedException {
        return switch (result) {
            case UploadResult.Stored(var register, var unneeded) -> register(register, unneeded);
            case UploadResult.Refused(var reason, var unneeded) -> {
                refuse(record, command, trail, reason);
                purge(unneeded, "refused: " + reason.code());
                yield new Work.Done(AcknowledgeType.REJECT);
            }
            case UploadResult.Deferred(var fault, var unneeded) -> {
                var acknowledgement = defer(record, command, trail, fault);
                purge(unneeded, "of a try that failed");
                yield new Work.Done(acknowledgement);
            }
            case UploadResult.Interrupted(var unneeded) -> {
                // shutting down: without an acknowledgement the record is delivered again
                purge(unneeded, "of a try that was interrupted");
                metrics.interrupted();
                yield new Work.Done(AcknowledgeType.RELEASE);
            }
        };
    }

    /// Gives up a command for `reason`. A staged blob outlives this: the dead letter can be replayed only with it.
    Work.Done giveUp(ConsumerRecord<String, byte[]> record, UploadCommand command, Trail trail, Rejection reason)
            throws InterruptedException {
        refuse(record, command, trail, reason);
        return new Work.Done(AcknowledgeType.REJECT);
    }

    /// Gives up a record that may be a command.
    Work.Done giveUp(ConsumerRecord<String, byte[]> record, Rejection reason) throws InterruptedException {
        bury(record, reason, 1);
        metrics.refused(reason.code());
        return new Work.Done(AcknowledgeType.REJECT);
    }

    /// A record that is no command.
    Work.Done settle(ConsumerRecord<String, byte[]> record, UploadRecord.Unreadable unreadable)
            throws InterruptedException {
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
        bury(record, unreadable.reason(), 1);
        metrics.refused(unreadable.reason().code());
        LOG.atInfo()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", unreadable.reason().code())
                .log("record refused");
        return new Work.Done(AcknowledgeType.REJECT);
    }

    private void purge(List<BlobKey> blobs, String why) throws InterruptedException {
        for (var blob : blobs) {
            publisher.publish(Topics.BLOB_PURGES, blob.value(), new BlobPurge(blob, why));
        }
    }

    private Work.Done register(RegistrationCommand.Register register, List<BlobKey> unneeded)
            throws InterruptedException {
        CrashPoint.BEFORE_REGISTER.pass();
        publisher.publish(Topics.CATALOG_COMMANDS, register.organization().name(), register);
        metrics.stored(register.content().size());
        LOG.atInfo()
                .addKeyValue("part", register.part().index())
                .addKeyValue("blob", register.content().blob())
                .addKeyValue("format", register.content().format())
                .addKeyValue("bytes", register.content().size())
                .addKeyValue("stages", register.trail().stages())
                .log("upload stored");
        // not yet: should the acknowledgement get lost, the record comes back and needs the staged bytes once more
        return unneeded.isEmpty()
                ? new Work.Done(AcknowledgeType.ACCEPT)
                : new Work.Done(AcknowledgeType.ACCEPT, () -> purge(unneeded, "replaced by its optimized form"));
    }

    private AcknowledgeType defer(
            ConsumerRecord<String, byte[]> record, UploadCommand command, Trail trail, Fault fault)
            throws InterruptedException {
        int attempt = command.attempt();
        return switch (fault) {
            // an outage is waited out: an accepted upload is not given up because the store is away for an hour
            case Fault.OfStore(var text) ->
                tries.isLast(attempt) && isPast(trail.accepted().plus(retryPeriod))
                        ? giveUp(record, command, trail, new Rejection.GivenUp(attempt, text))
                                .acknowledgement()
                        : retry(record, command, fault, tries.waitAfter(attempt, null, random));
            case Fault.OfTry(var text) ->
                tries.isLast(attempt)
                        ? giveUp(record, command, trail, new Rejection.GivenUp(attempt, text))
                                .acknowledgement()
                        : retry(record, command, fault, tries.waitAfter(attempt, null, random));
            case Fault.OfUrl(var reason, var asked) ->
                urls.isLast(attempt)
                        ? giveUp(record, command, trail, reason).acknowledgement()
                        : retry(record, command, fault, urls.waitAfter(attempt, asked, random));
        };
    }

    private boolean isPast(Instant time) {
        return !clock.instant().isBefore(time);
    }

    private AcknowledgeType retry(
            ConsumerRecord<String, byte[]> record, UploadCommand command, Fault fault, Duration wait)
            throws InterruptedException {
        var headers = RecordCopies.headers(record.headers());
        headers.putAll(TraceHeaders.textsOfCurrent()); // a command that came without a trace has one by now
        var next = new Retry(command.nextAttempt(), clock.instant().plus(wait), fault.text(), headers);
        publisher.publish(Topics.RETRIES, command.operation().value(), next);
        metrics.deferred(code(fault));
        LOG.atWarn()
                .addKeyValue("part", command.part().index())
                .addKeyValue("attempt", command.attempt())
                .addKeyValue("due", next.due())
                .addKeyValue("fault", fault.text())
                .log("upload will be tried again");
        return AcknowledgeType.ACCEPT;
    }

    private void refuse(ConsumerRecord<String, byte[]> record, UploadCommand command, Trail trail, Rejection reason)
            throws InterruptedException {
        publisher.publish(
                Topics.OUTCOMES,
                command.operation().value(),
                new Outcome.Rejected(command.envelope(trail), clock.instant(), reason));
        bury(record, reason, command.attempt());
        metrics.refused(reason.code());
        LOG.atInfo()
                .addKeyValue("part", command.part().index())
                .addKeyValue("attempt", command.attempt())
                .addKeyValue("reason", reason.code())
                .addKeyValue("stages", trail.stages())
                .log("upload refused");
    }

    private void bury(ConsumerRecord<String, byte[]> record, Rejection reason, int attempts)
            throws InterruptedException {
        publisher.publish(
                Topics.DEAD_LETTERS,
                WorkerDeadLetters.key(record),
                WorkerDeadLetters.of(record, reason, attempts, clock.instant()));
    }

    private static String code(Fault fault) {
        return switch (fault) {
            case Fault.OfStore _ -> "store";
            case Fault.OfTry _ -> "try";
            case Fault.OfUrl url -> url.reason().code();
        };
    }
}
