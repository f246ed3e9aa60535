package io.sluice.ingest.operation;

import io.sluice.operation.OperationId;
import io.sluice.view.OperationStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The last operations that this node accepted. The view of operations shows them only once their commands
/// have been read from Kafka; until then they are known only here. Safe for use by many threads.
final class RecentOperations {

    private static final int MAX_ENTRIES = 10_000;

    /// Guarded by itself.
    private final Map<OperationId, Claim> claims = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<OperationId, Claim> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    /// An operation that a request of this node is publishing or has published.
    ///
    /// @param published completes once all its commands are durable, and fails when they may not be
    record Claim(OperationStatus status, CompletableFuture<Void> published) {}

    /// Stores `mine`, unless another request was first.
    ///
    /// @return the claim of that other request, if there is one
    Optional<Claim> putIfAbsent(Claim mine) {
        synchronized (claims) {
            return Optional.ofNullable(claims.putIfAbsent(mine.status().operation(), mine));
        }
    }

    void remove(Claim claim) {
        synchronized (claims) {
            claims.remove(claim.status().operation(), claim);
        }
    }

    Optional<OperationStatus> find(OperationId id) {
        @Nullable Claim claim;
        synchronized (claims) {
            claim = claims.get(id);
        }
        return Optional.ofNullable(claim).map(Claim::status);
    }
}
