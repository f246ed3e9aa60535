package io.sluice.worker;

import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.crash.CrashPoint;
import io.sluice.dispatch.Stage;
import io.sluice.dispatch.Stage.Progress;
import io.sluice.lane.Cost;
import io.sluice.lane.LaneName;
import io.sluice.queue.Work.Afterwards;
import io.sluice.trace.Scope;
import io.sluice.worker.upload.Fault;
import io.sluice.worker.upload.StageClock;
import io.sluice.worker.upload.UploadProcessing;
import io.sluice.worker.upload.UploadResult;
import io.sluice.worker.upload.UploadStep;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One try of an upload and its stages in the lanes. All stages together have a limited time; waiting between
/// them does not count.
final class UploadTry {

    private static final Logger LOG = LoggerFactory.getLogger(UploadTry.class);

    private final Delivery delivery;
    private final UploadProcessing processing;
    private final StageClock stages;
    private final ResultPublisher results;
    private final UploadTimeouts timeouts;
    private final Duration limit;
    private Duration used = Duration.ZERO;

    /// A command and the record that it came in.
    ///
    /// @param maybeAgain whether the record may have been processed before
    record Delivery(ConsumerRecord<String, byte[]> record, UploadCommand command, boolean maybeAgain) {}

    UploadTry(
            Delivery delivery,
            UploadProcessing processing,
            StageClock stages,
            ResultPublisher results,
            UploadTimeouts timeouts,
            Duration limit) {
        this.delivery = delivery;
        this.processing = processing;
        this.stages = stages;
        this.results = results;
        this.timeouts = timeouts;
        this.limit = limit;
    }

    /// Copies the bytes to the store. Fetched bytes are identified in another lane.
    Progress receive() throws InterruptedException {
        describe();
        return switch (limited(processing::receive)) {
            case UploadStep.Received received
            when isFetched() ->
                next(
                        LaneName.DIRECT,
                        () -> identify(received),
                        new Cost(received.taken().size(), 0));
            case UploadStep.Received received -> identify(received);
            case UploadStep other -> follow(other, Cost.NONE);
        };
    }

    private Progress identify(UploadStep.Received received) throws InterruptedException {
        describe();
        return follow(
                limited(() -> processing.identify(received)),
                new Cost(received.taken().size(), 0));
    }

    private Progress convert(UploadStep.Convertible convertible) throws InterruptedException {
        describe();
        var cost = new Cost(convertible.taken().size(), convertible.pixels());
        return follow(limited(() -> processing.convert(convertible)), cost);
    }

    private Progress follow(UploadStep step, Cost cost) throws InterruptedException {
        return switch (step) {
            case UploadStep.Received received -> next(LaneName.DIRECT, () -> identify(received), cost);
            case UploadStep.Convertible convertible -> next(LaneName.CONVERT, new Conversion(convertible), cost);
            case UploadStep.Ended(var result) -> end(result, cost);
        };
    }

    /// The stage that converts the image.
    private final class Conversion implements Stage {

        private final UploadStep.Convertible convertible;

        Conversion(UploadStep.Convertible convertible) {
            this.convertible = convertible;
        }

        @Override
        public Progress run() throws InterruptedException {
            return convert(convertible);
        }

        @Override
        public long pixels() {
            return convertible.pixels();
        }
    }

    private static Progress next(LaneName lane, Stage stage, Cost cost) {
        return new Progress.Next(lane, stage, cost);
    }

    private Progress end(UploadResult result, Cost cost) throws InterruptedException {
        if (wasSettled(result)) {
            LOG.atInfo()
                    .addKeyValue("part", delivery.command().part().index())
                    .log("upload delivered again after its outcome, skipped");
            return new Progress.Done(null, cost);
        }
        if (result instanceof UploadResult.Interrupted(var unneeded)) {
            results.interrupted(unneeded);
            return new Progress.Interrupted(cost);
        }
        @Nullable
        Afterwards afterwards = results.publish(delivery.record(), delivery.command(), stages.trail(), result);
        CrashPoint.BEFORE_ACKNOWLEDGE.pass();
        return new Progress.Done(afterwards, cost);
    }

    /// Returns whether an earlier delivery had its outcome but was not committed: the staged bytes exist when
    /// a command is published, and are removed only after its outcome.
    private boolean wasSettled(UploadResult result) {
        return (delivery.maybeAgain() || delivery.command().attempt() > 1)
                && delivery.command().source() instanceof Source.Staged
                && result instanceof UploadResult.Refused(Rejection.BlobMissing _, var _);
    }

    private boolean isFetched() {
        return switch (delivery.command().source()) {
            case Source.Url _, Source.StoredObject _ -> true;
            case Source.Staged _, Source.Inline _ -> false;
        };
    }

    /// Adds the upload to the log context of a stage.
    private void describe() {
        Scope.isAbout(delivery.command().operation(), delivery.command().organization());
    }

    /// Runs a step within the remaining time.
    private UploadStep limited(Supplier<UploadStep> step) {
        var start = System.nanoTime();
        try (var watch = timeouts.watch(limit.minus(used))) {
            var done = step.get();
            return done instanceof UploadStep.Ended(UploadResult.Interrupted(var unneeded)) && watch.endedLate()
                    ? new UploadStep.Ended(new UploadResult.Deferred(tooLong(), unneeded))
                    : done;
        } finally {
            used = used.plusNanos(System.nanoTime() - start);
        }
    }

    private Fault tooLong() {
        return new Fault.OfTry("it took longer than " + limit.toSeconds() + " seconds");
    }
}
