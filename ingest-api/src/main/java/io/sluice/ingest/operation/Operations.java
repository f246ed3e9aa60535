package io.sluice.ingest.operation;

import io.sluice.operation.OperationId;
import io.sluice.trace.Scope;
import io.sluice.view.OperationPage;
import io.sluice.view.OperationStatus;
import io.sluice.view.OperationView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// All operations: those in the view and those that this node has just accepted. Safe for use by many threads.
public final class Operations {

    private final OperationView view;
    private final PendingOutcomes pending;
    private final OutageGuard outage;
    private final RecentOperations recent = new RecentOperations();

    /// @param outage refuses writes
    public Operations(OperationView view, PendingOutcomes pending, OutageGuard outage) {
        this.view = view;
        this.pending = pending;
        this.outage = outage;
    }

    public Optional<OperationStatus> find(OperationId id) {
        var accepted = recent.find(id);
        return view.find(id)
                .map(seen ->
                        accepted.map(status -> withParts(status, seen.parts())).orElse(seen))
                .or(() -> accepted);
    }

    /// Returns a page of the operations in the view.
    public OperationPage list(OperationPage.Request request) {
        return view.list(request);
    }

    /// Whether the view shows everything that was on the topics when this node started.
    public boolean caughtUp() {
        return view.caughtUp();
    }

    /// Combines this node's knowledge with the parts in the view, which may contain an outcome but not yet its
    /// command.
    private static OperationStatus withParts(OperationStatus accepted, List<OperationStatus.PartStatus> parts) {
        return new OperationStatus(
                accepted.operation(),
                accepted.organization(),
                accepted.fingerprint(),
                accepted.accepted(),
                accepted.partCount(),
                parts);
    }

    /// Starts waiting for the outcomes of an operation that has not been published. Call it before publishing.
    public PendingOutcomes.Waiting expectNew(OperationId operation, int parts) {
        return pending.expect(operation, parts);
    }

    /// Starts waiting for the outcomes of an operation that may exist already, including its existing
    /// outcomes.
    public PendingOutcomes.Waiting expect(OperationId operation, int parts) {
        var waiting = pending.expect(operation, parts);
        view.find(operation).stream()
                .flatMap(status -> status.parts().stream())
                .map(OperationStatus.PartStatus::outcome)
                .filter(outcome -> outcome != null)
                .forEach(waiting::accept);
        return waiting;
    }

    /// Publishes the commands of an operation and waits until they are durable, unless another request of
    /// this node is publishing or has published them; then it waits for that request.
    ///
    /// @param status   the operation as it will be once it is accepted
    /// @param commands publishes them; called at most once
    /// @return the operation that the other request published, if there is one
    /// @throws io.sluice.ingest.wire.ProblemException when Kafka is unavailable or does not acknowledge the
    /// commands, which may be durable nevertheless
    public Optional<OperationStatus> publishOnce(
            OperationStatus status, Supplier<List<CompletableFuture<Void>>> commands) throws InterruptedException {
        Scope.isAbout(status.operation(), status.organization());
        outage.check();
        var mine = new RecentOperations.Claim(status, new CompletableFuture<>());
        var other = recent.putIfAbsent(mine);
        if (other.isPresent()) {
            outage.awaitDurable(other.get().published());
            return Optional.of(other.get().status());
        }
        try {
            var sends = commands.get().toArray(CompletableFuture<?>[]::new);
            outage.awaitDurable(CompletableFuture.allOf(sends));
            mine.published().complete(null);
            return Optional.empty();
        } finally {
            if (!mine.published().isDone()) {
                recent.remove(mine);
                mine.published().completeExceptionally(new IllegalStateException("the first request has failed"));
            }
        }
    }
}
