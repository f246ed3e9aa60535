package io.sluice.dispatch;

import io.sluice.lane.Cost;
import io.sluice.lane.LaneName;
import io.sluice.queue.Work.Afterwards;
import org.jspecify.annotations.Nullable;

/// A part of the work on a record, done in one lane without interruption.
@FunctionalInterface
public interface Stage {

    /// Runs the stage. After an
    /// [UnpublishedException][io.sluice.queue.RetryingPublisher.UnpublishedException] the job is restarted.
    /// Any other unchecked exception is a bug, which would occur again: the record is given up.
    Progress run() throws InterruptedException;

    /// Returns the pixels that the stage decodes; 0 when it decodes none or their number is unknown.
    default long pixels() {
        return 0;
    }

    /// The progress of a job after a stage.
    sealed interface Progress {

        /// Returns the resources that the stage has used.
        Cost used();

        /// The job continues with another stage, which waits for its turn in a lane.
        record Next(LaneName lane, Stage stage, Cost used) implements Progress {}

        /// The record is done, and its results are durable.
        ///
        /// @param afterwards run after the commit, when the record cannot be delivered again
        record Done(@Nullable Afterwards afterwards, Cost used) implements Progress {}

        /// The job was interrupted and is restarted, in another process if this one ends.
        record Interrupted(Cost used) implements Progress {}
    }
}
