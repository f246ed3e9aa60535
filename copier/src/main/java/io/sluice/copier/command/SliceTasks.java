package io.sluice.copier.command;

import io.sluice.command.CopyTask;
import io.sluice.command.DeletionCommand;
import io.sluice.command.Envelope;
import io.sluice.command.Trail;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.JobPlan;
import io.sluice.copier.job.OpenSlice;
import io.sluice.kafka.Topics;
import io.sluice.operation.Part;
import java.time.Instant;

/// Issues slices: to the copy workers, or to the catalog for a deletion.
public final class SliceTasks {

    private final Output output;
    private final CopierMetrics metrics;

    public SliceTasks(Output output, CopierMetrics metrics) {
        this.output = output;
        this.metrics = metrics;
    }

    void issue(JobPlan plan, OpenSlice open, Instant now) {
        var operation = plan.operation(open.slice().number());
        metrics.sliceGivenOut();
        switch (plan.kind()) {
            case COPY_ALL -> {
                var task = new CopyTask(
                        operation,
                        plan.source(),
                        plan.target(),
                        open.hashes(),
                        plan.task().keepExisting(),
                        open.revision(),
                        plan.requested(),
                        open.slice());
                output.publish(Topics.COPY_TASKS, operation.value(), task, now);
            }
            case DELETE_ALL -> {
                var delete = new DeletionCommand.Delete(
                        new Envelope(operation, Part.ONLY, plan.source(), Trail.direct(plan.requested())),
                        open.hashes(),
                        open.slice());
                output.publish(Topics.CATALOG_COMMANDS, plan.source().name(), delete, now);
            }
            case REPLAY -> throw new IllegalArgumentException("a replay has no slices of images");
        }
    }
}
