package io.sluice.ingest.upload;

import io.sluice.command.Door;
import io.sluice.command.ImageDescription;
import io.sluice.command.Origin;
import io.sluice.command.Rejection;
import io.sluice.command.Source;
import io.sluice.command.UploadCommand;
import io.sluice.crash.CrashPoint;
import io.sluice.ingest.access.OrganizationCaller;
import io.sluice.ingest.operation.IdempotencyKey;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.upload.form.Staging;
import io.sluice.ingest.upload.form.UploadForm;
import io.sluice.ingest.upload.plan.UploadPlan;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.OperationStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The publisher of upload commands on `sluice.uploads`, once for every idempotency key.
final class Submitter {

    private final Publisher publisher;
    private final Operations operations;
    private final Clock clock;

    Submitter(Publisher publisher, Operations operations, Clock clock) {
        this.publisher = publisher;
        this.operations = operations;
        this.clock = clock;
    }

    /// Publishes the commands of `plan` and returns once Kafka has acknowledged them. When the key belongs to
    /// an existing operation, nothing is published and the blobs of `staging` are not kept.
    ///
    /// @throws ProblemException when the key was used for another request, or Kafka did not accept the
    ///                          commands
    Submission submit(
            OrganizationCaller member, UploadForm form, UploadPlan plan, Optional<IdempotencyKey> key, Staging staging)
            throws InterruptedException {
        var operation = key.map(given -> given.operation(member)).orElseGet(OperationId::random);
        var fingerprint = key.isPresent() ? Fingerprint.of(form) : null;
        var fresh = new OperationStatus(
                operation,
                member.organization(),
                fingerprint,
                clock.instant(),
                plan.parts().size(),
                List.of());
        var waiting = key.isPresent()
                ? operations.expect(operation, plan.parts().size())
                : operations.expectNew(operation, plan.parts().size());
        try {
            var known = key.isPresent() ? operations.find(operation) : Optional.<OperationStatus>empty();
            known.ifPresent(status -> checkSame(status, key, fingerprint));
            var missing = missingParts(known.orElse(fresh));
            if (!missing.isEmpty()) {
                operations
                        .publishOnce(fresh, () -> publish(fresh, form, plan, missing, staging))
                        .ifPresent(status -> checkSame(status, key, fingerprint));
            }
            CrashPoint.UPLOAD_PUBLISHED.pass();
            return new Submission(known.orElse(fresh), plan, waiting, fresh.accepted());
        } catch (Throwable e) {
            waiting.close(); // the caller does not get the submission
            throw e;
        }
    }

    /// Returns the parts whose commands are not known. Some but not all are missing when a node failed while
    /// it published; the retried request then publishes the rest.
    private static List<Integer> missingParts(OperationStatus status) {
        var seen = status.parts().stream().map(part -> part.part().index()).collect(Collectors.toSet());
        return IntStream.range(0, status.partCount())
                .filter(index -> !seen.contains(index))
                .boxed()
                .toList();
    }

    private List<CompletableFuture<Void>> publish(
            OperationStatus status, UploadForm form, UploadPlan plan, List<Integer> indexes, Staging staging) {
        var origin =
                new Origin(status.fingerprint(), Door.HTTP, null, form.took().toMillis());
        var sends = new ArrayList<CompletableFuture<Void>>();
        for (var index : indexes) {
            var part = plan.parts().get(index);
            var command = new UploadCommand(
                    status.operation(),
                    new Part(index, status.partCount()),
                    status.organization(),
                    part.source(),
                    new ImageDescription(part.name(), part.userMetadata(), part.dynamicMetadata(), part.options()),
                    status.accepted(),
                    1,
                    origin);
            sends.add(publisher.publish(Topics.UPLOADS, command.id().value(), command));
            // From here on the command may be durable, even when its send is reported as failed: the blob must not be
            // deleted any more.
            if (part.source() instanceof Source.Staged staged) {
                staging.keep(staged.key());
            }
        }
        return sends;
    }

    private static void checkSame(OperationStatus status, Optional<IdempotencyKey> key, @Nullable String fingerprint) {
        if (fingerprint == null) {
            return;
        }
        if (status.fingerprint() == null) {
            throw new ProblemException(Problem.unavailable(
                    "The first request under this Idempotency-Key is not fully known here yet", Duration.ofSeconds(1)));
        }
        if (!fingerprint.equals(status.fingerprint())) {
            throw new ProblemException(new Rejection.IdempotencyConflict(
                    key.map(IdempotencyKey::value).orElse("")));
        }
    }
}
