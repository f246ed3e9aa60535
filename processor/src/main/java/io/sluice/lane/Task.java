package io.sluice.lane;

import org.jspecify.annotations.Nullable;

/// A piece of work for a lane.
public interface Task {

    Flow flow();

    /// Returns the host that the next stage waits for; null when it waits for none.
    @Nullable
    String host();

    /// Runs the next stage and handles its result.
    ///
    /// @return the resources it has used
    Cost run() throws InterruptedException;
}
