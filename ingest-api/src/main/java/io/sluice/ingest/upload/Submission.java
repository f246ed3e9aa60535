package io.sluice.ingest.upload;

import io.sluice.command.Source;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.view.OperationStatus;
import java.time.Instant;

/// An accepted upload whose outcome the request waits for; closing it ends the wait.
///
/// @param status state of the operation when it was accepted
/// @param asked  time at which the body of the request had been read
record Submission(OperationStatus status, UploadPlan plan, PendingOutcomes.Waiting waiting, Instant asked)
        implements AutoCloseable {

    /// Returns a name for the file at `index`, for messages.
    String nameOf(int index) {
        var part = plan.parts().get(index);
        return switch (part.source()) {
            case Source.Url(var url) -> url;
            case Source.Staged _, Source.StoredObject _, Source.Inline _ -> part.name() == null ? "" : part.name();
        };
    }

    @Override
    public void close() {
        waiting.close();
    }
}
