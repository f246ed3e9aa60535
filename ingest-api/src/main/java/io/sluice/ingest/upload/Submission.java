package io.sluice.ingest.upload;

import io.sluice.command.Source;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.view.OperationStatus;
import java.time.Instant;

/// An accepted upload, whose outcome this request waits for until it closes this.
///
/// @param status the operation as it was when it was accepted
/// @param asked  when the body of this request had been read
record Submission(OperationStatus status, UploadPlan plan, PendingOutcomes.Waiting waiting, Instant asked)
        implements AutoCloseable {

    /// What to call the file at `index` in a message.
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
