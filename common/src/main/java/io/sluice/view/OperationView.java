package io.sluice.view;

import io.sluice.operation.OperationId;
import java.util.Optional;

/// How operations are going, as far as this node has read `sluice.uploads`, `sluice.retries` and `sluice.outcomes`.
/// Safe for use by many threads.
public interface OperationView {

    /// The operation, unless it is unknown or ended longer ago than the retention.
    Optional<OperationStatus> find(OperationId id);

    /// Whether everything that was on the topics when this node started can be seen.
    boolean caughtUp();
}
