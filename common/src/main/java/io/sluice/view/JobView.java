package io.sluice.view;

import io.sluice.command.Job;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A view of bulk jobs: what this node has read from `sluice.jobs`. Safe for use by many threads.
public interface JobView {

    /// Returns the job, unless it is unknown or was removed some time after its end.
    Optional<Job> find(OperationId id);

    /// Returns the jobs that read or change the catalog of `organization`, the newest first.
    List<Job> of(Organization organization);

    /// Returns the number of unfinished jobs that change the catalog of `organization`.
    long unfinished(Organization organization);

    /// Returns the unfinished jobs of one kind.
    List<Job> unfinished(Job.Kind kind);

    /// Waits until a job can be found.
    ///
    /// @return whether it can be found within `timeout`
    boolean await(OperationId id, Duration timeout) throws InterruptedException;

    /// Whether the view shows everything that was on the topic when this node started.
    boolean caughtUp();
}
