package io.sluice.dispatch;

import io.sluice.lane.Cost;
import io.sluice.lane.LaneName;
import io.sluice.queue.Work.Afterwards;
import org.jspecify.annotations.Nullable;

/// A part of the work on a record that is done in one lane without a break.
@FunctionalInterface
public interface Stage {

    /// Does it. An unchecked exception other than
    /// [UnpublishedException][io.sluice.queue.RetryingPublisher.UnpublishedException], after which the work
    /// on the record begins anew, is a bug, which would be met again: the record is given up.
    Progress run() throws InterruptedException;

    /// How far the work on a record is after a stage.
    sealed interface Progress {

        /// What the stage has used.
        Cost used();

        /// The next stage waits for its turn in a lane.
        record Next(LaneName lane, Stage stage, Cost used) implements Progress {}

        /// The record is done, and all that must not be lost is durable.
        ///
        /// @param afterwards run only once it is committed that the record is done, so that it cannot come
        ///                   back
        record Done(@Nullable Afterwards afterwards, Cost used) implements Progress {}

        /// The work was interrupted: it begins anew, elsewhere if this process ends.
        record BrokenOff(Cost used) implements Progress {}
    }
}
