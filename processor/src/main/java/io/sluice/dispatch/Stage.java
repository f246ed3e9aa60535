package io.sluice.dispatch;

import io.sluice.lane.Cost;
import io.sluice.lane.LaneName;
import io.sluice.queue.Work.Afterwards;
import org.jspecify.annotations.Nullable;

/// A part of the work on a record that is done in one lane without a break.
@FunctionalInterface
public interface Stage {

    /// Does it. An unchecked exception other than the one below is a bug, which would be met again: the record is
    /// given up.
    ///
    /// @throws io.sluice.queue.RetryingPublisher.UnpublishedException if a result may not be durable: the work on
    /// the
    ///                                                                record begins anew after a pause
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
        back;
        /// not
        ///                   at all when the process dies before that
        record Done(@Nullable Afterwards afterwards, Cost used) implements Progress {}

        /// The work was interrupted: it begins anew, elsewhere if this process ends.
        record BrokenOff(Cost used) implements Progress {}
    }
}
