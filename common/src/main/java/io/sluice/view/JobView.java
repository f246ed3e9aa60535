package io.sluice.view;

import io.sluice.command.Job;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Duration;
import java.util.Optional;

/// How bulk jobs are going, as far as this node has read `sluice.jobs`. Safe for use by many threads.
public interface JobView {

    /// The job, unless it is unknown or was forgotten some time after its end.
    Optional<Job> find(OperationId id);

    /// How many jobs that are not finished change the catalog of `organization`.
    long unfinished(Organization organization);

    /// Waits until a job can be found.
    ///
    /// @return whether that was so before `timeout` was over
    boolean await(OperationId id, Duration timeout) throws InterruptedException;

    /// Whether everything that was on the topic when this node started can be seen.
    boolean caughtUp();
}
