package io.sluice.copier.blob;

import io.sluice.command.BlobPurge;
import io.sluice.command.CopiedImage;
import io.sluice.command.CopyTask;
import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.RegistrationCommand;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.RecordSize;
import io.sluice.crash.CrashPoint;
import io.sluice.image.BlobKey;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.operation.Part;
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.StopFlag;
import io.sluice.queue.Work;
import io.sluice.queue.WorkerDeadLetters;
import io.sluice.streams.topology.Reading;
import io.sluice.trace.Scope;
import io.sluice.trace.Spans;
import io.sluice.view.CatalogView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The processing of a copy task: looks up its images, copies their blobs and publishes the catalog command.
/// Thread-safe.
///
/// A task gives one command to the catalog and hence has one outcome. When it is repeated, the command is the
/// same except for the blobs: the catalog keeps those of the first and purges the others.
public final class CopyWork implements Work {

    /// Maximum bytes of the images in one command, so that the command with all its hashes fits on its topic.
    static final int MAX_BYTES = 960 * 1024;

    /// Maximum wait for the view to reach the revision of a task; it usually lags by moments.
    private static final Duration VIEW_PATIENCE = Duration.ofSeconds(30);

    /// Maximum lookups of images whose bytes are missing: the view may lag behind the purge of an overwritten
    /// image's blob.
    private static final int LOOKS = 4;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(CopyWork.class);

    private final CatalogView view;
    private final BlobCopies copies;
    private final RetryingPublisher publisher;
    private final CopyTurns turns;
    private final Duration patience;
    private final StopFlag stop;
    private final CopierMetrics metrics;
    private final Clock clock;

    public CopyWork(
            CatalogView view,
            BlobCopies copies,
            RetryingPublisher publisher,
            CopyTurns turns,
            Duration patience,
            StopFlag stop,
            CopierMetrics metrics,
            Clock clock) {
        this.view = view;
        this.copies = copies;
        this.publisher = publisher;
        this.turns = turns;
        this.patience = patience;
        this.stop = stop;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public Done on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        return new Done(work(record));
    }

    @Override
    public Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) throws InterruptedException {
        var attempts = attempts(record);
        var reason = new Rejection.GivenUp(attempts, "an internal error");
        if (read(record) instanceof Reading.Parsed<CopyTask>(var task)) {
            Scope.isAbout(task.operation(), task.destination());
            return new Done(refuse(task, record, new Trail(task.accepted(), attempts, Map.of()), reason));
        }
        bury(record, reason);
        return new Done(AcknowledgeType.REJECT);
    }

    /// The record, if it was not reading it that failed.
    private static @Nullable Reading<CopyTask> read(ConsumerRecord<String, byte[]> record) {
        try {
            return Reading.of(Topics.COPY_TASKS, record.value(), RecordCopies.MAX_VALUE_BYTES);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("record cannot be read");
            return null;
        }
    }

    private static int attempts(ConsumerRecord<String, byte[]> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    private AcknowledgeType work(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        return switch (Reading.of(Topics.COPY_TASKS, record.value(), RecordCopies.MAX_VALUE_BYTES)) {
            case Reading.Malformed<CopyTask>(var reason) -> {
                bury(record, reason);
                LOG.atInfo()
                        .addKeyValue("topic", record.topic())
                        .addKeyValue("partition", record.partition())
                        .addKeyValue("offset", record.offset())
                        .log("malformed copy task dead-lettered");
                yield AcknowledgeType.REJECT;
            }
            case Reading.Parsed<CopyTask>(var task) -> copy(task, record);
        };
    }

    private AcknowledgeType copy(CopyTask task, ConsumerRecord<String, byte[]> record) throws InterruptedException {
        Scope.isAbout(task.operation(), task.destination());
        var began = clock.instant();
        var attempts = attempts(record);
        // clocks of two machines may differ by more than the wait
        var queued = Duration.ofMillis(Math.max(0, began.toEpochMilli() - record.timestamp()));
        var trail = new Trail(task.accepted(), attempts, Map.of()).with("queue", queued);
        if (!view.await(task.source(), task.revision(), shorter(VIEW_PATIENCE, patience))) {
            if (!view.caughtUp()) {
                // the view waits for Kafka or reads its topic again: the task is kept until it can be looked up
                return stop.isGiven() ? AcknowledgeType.RELEASE : AcknowledgeType.RENEW;
            }
            return refuse(
                    task,
                    record,
                    trail,
                    new Rejection.GivenUp(
                            attempts, task.source() + " has not reached revision " + task.revision() + " in time"));
        }
        turns.await(task.source(), task.hashes().size());
        var missing = new ArrayList<ImageHash>();
        var failed = new ArrayList<ImageHash>();
        var result = copy(task, missing, failed, began.plus(patience));
        var took = Duration.between(began, clock.instant());
        if (!result.left().isEmpty() && (stop.isGiven() || result.copied().isEmpty())) {
            return giveUp(task, record, trail.with("copy", took), result, attempts);
        }
        failed.addAll(result.missing());
        failed.addAll(result.left());
        CrashPoint.COPIED_BEFORE_REGISTER.pass();
        var register = new RegistrationCommand.RegisterCopies(
                new Envelope(task.operation(), Part.ONLY, task.destination(), trail.with("copy", took)),
                task.source(),
                result.copied(),
                missing,
                failed,
                task.keepExisting(),
                task.slice());
        publisher.publish(Topics.CATALOG_COMMANDS, task.destination().name(), register);
        CrashPoint.COPIED_BEFORE_ACKNOWLEDGE.pass();
        purge(result.unneeded());
        metrics.copied(result.copied().size(), missing.size(), failed.size(), took);
        Spans.attribute("sluice.images", result.copied().size());
        LOG.atInfo()
                .addKeyValue("source", task.source())
                .addKeyValue("copied", result.copied().size())
                .addKeyValue("missing", missing.size())
                .addKeyValue("failed", failed.size())
                .addKeyValue("stages", register.trail().stages())
                .log("images copied");
        return AcknowledgeType.ACCEPT;
    }

    /// Copies the images that the source has. When an image is overwritten after the lookup, its former blob
    /// is purged: the lookup is then repeated.
    ///
    /// @param missing receives the hashes that the source does not have
    /// @param failed  receives the hashes of images that do not fit into the command
    private BlobCopies.Result copy(CopyTask task, List<ImageHash> missing, List<ImageHash> failed, Instant deadline)
            throws InterruptedException {
        var found = lookUp(task.source(), task.hashes(), 0, missing, failed);
        var result = copies.copy(found, task.destination(), deadline);
        for (var look = 1; look < LOOKS && !result.missing().isEmpty() && !stop.isGiven(); look++) {
            stop.pause(LOOK_AGAIN);
            var bytes = result.copied().stream()
                    .mapToLong(copied -> RecordSize.of(copied.image()))
                    .sum();
            var foundAgain = lookUp(task.source(), result.missing(), bytes, missing, failed);
            result = result.followedBy(copies.copy(foundAgain, task.destination(), deadline));
        }
        return result;
    }

    /// Returns the images that the source has.
    ///
    /// @param before  bytes of the records that are already in the command
    /// @param missing receives the hashes that the source does not have
    /// @param failed  receives the hashes of images whose records do not fit into one command with the
    ///                others, which takes a hundred images with 10 KB of metadata each
    private List<SourceImage> lookUp(
            Organization source, List<ImageHash> hashes, long before, List<ImageHash> missing, List<ImageHash> failed) {
        var images = new ArrayList<SourceImage>(hashes.size());
        var bytes = before;
        for (var hash : hashes) {
            var found = view.find(source, hash.value());
            if (found.isEmpty()) {
                missing.add(hash);
                continue;
            }
            bytes += RecordSize.of(found.get());
            if (bytes > MAX_BYTES) {
                failed.add(hash);
            } else {
                images.add(found.get());
            }
        }
        return images;
    }

    /// Gives up a task without any copies, or at shutdown, when another worker may succeed.
    private AcknowledgeType giveUp(
            CopyTask task, ConsumerRecord<String, byte[]> record, Trail trail, BlobCopies.Result result, int attempts)
            throws InterruptedException {
        purge(result.unneeded());
        purge(result.copied().stream().map(CopiedImage::blob).toList());
        if (stop.isGiven()) {
            return AcknowledgeType.RELEASE;
        }
        var fault = result.fault();
        return refuse(
                task,
                record,
                trail,
                new Rejection.GivenUp(
                        attempts, fault == null ? "the store failed" : String.valueOf(fault.getMessage())));
    }

    private AcknowledgeType refuse(CopyTask task, ConsumerRecord<String, byte[]> record, Trail trail, Rejection reason)
            throws InterruptedException {
        var rejected = new Outcome.Rejected(
                new Envelope(task.operation(), Part.ONLY, task.destination(), trail), clock.instant(), reason);
        var slice = task.slice();
        if (slice == null) {
            publisher.publish(Topics.OUTCOMES, task.operation().value(), rejected);
        } else {
            publisher.publish(Topics.JOB_RESULTS, slice.job().value(), rejected);
        }
        bury(record, reason);
        Spans.failed(reason.code());
        LOG.atWarn()
                .addKeyValue("source", task.source())
                .addKeyValue("reason", reason.code())
                .addKeyValue("detail", reason.message())
                .log("copy task given up");
        return AcknowledgeType.REJECT;
    }

    private void bury(ConsumerRecord<String, byte[]> record, Rejection reason) throws InterruptedException {
        metrics.buried();
        publisher.publish(
                Topics.DEAD_LETTERS,
                WorkerDeadLetters.key(record),
                WorkerDeadLetters.of(record, reason, 1, clock.instant()));
    }

    private void purge(List<BlobKey> blobs) throws InterruptedException {
        for (var blob : blobs) {
            publisher.publish(Topics.BLOB_PURGES, blob.value(), new BlobPurge(blob, "of a copy that failed"));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
