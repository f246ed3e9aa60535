package io.sluice.ingest.upload;

import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.upload.plan.UploadPlan;
import io.sluice.view.OperationStatus;
import java.time.Instant;

/// An accepted upload whose outcome the request waits for; closing it ends the wait.
///
/// @param status state of the operation when it was accepted
/// @param asked  time at which the body of the request had been read
record Submission(OperationStatus status, UploadPlan plan, PendingOutcomes.Waiting waiting, Instant asked)
        implements AutoCloseable {

    @Override
    public void close() {
        waiting.close();
    }
}
