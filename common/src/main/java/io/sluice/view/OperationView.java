package io.sluice.view;

import io.sluice.operation.OperationId;
import java.util.List;
import java.util.Optional;

/// A view of operations: what this node has read from `sluice.uploads`, `sluice.retries` and
/// `sluice.outcomes`. Safe for use by many threads.
public interface OperationView {

    /// Returns the operation, unless it is unknown or ended longer ago than the retention.
    Optional<OperationStatus> find(OperationId id);

    /// Returns a page of the operations of an organization, as far as this node has read them.
    OperationPage list(OperationPage.Request request);

    /// Returns the uploads that wait for their outcome, by organization.
    List<WaitingUploads> waiting();

    /// Whether the view shows everything that was on the topics when this node started.
    boolean caughtUp();
}
