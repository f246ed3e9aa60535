package io.sluice.lane;

import org.jspecify.annotations.Nullable;

/// What a lane needs to know of the work that it is given.
public interface Task {

    Flow flow();

    /// The host that the work will wait for; null when it waits for none.
    @Nullable
    String host();

    /// Does the next stage of the work, and takes care of all that comes of it.
    ///
    /// @return what it has used
    Cost run() throws InterruptedException;
}
