package io.sluice.lane;

import org.jspecify.annotations.Nullable;

/// A piece of work for a lane.
public interface Task {

    Flow flow();

    /// Returns the host that the next stage waits for; null when it waits for none.
    @Nullable
    String host();

    /// Returns the pixels that the next stage decodes; 0 as long as they are unknown.
    default long pixels() {
        return 0;
    }

    /// Runs the next stage and handles its result.
    ///
    /// @return the resources it has used
    Cost run() throws InterruptedException;
}
