package io.sluice.watch;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The heartbeats of all loops of a process. Safe for use by many threads.
public final class Heartbeats {

    private final Set<Heartbeat> all = ConcurrentHashMap.newKeySet();

    /// Registers a loop that starts now and returns its heartbeat.
    ///
    /// @param loop its name, unique in the process as far as people need to distinguish loops
    /// @param kick restarts the loop; called by the watchdog's thread, must not block
    public Heartbeat register(String loop, Runnable kick) {
        var heartbeat = new Heartbeat(loop, kick, this);
        all.add(heartbeat);
        return heartbeat;
    }

    /// Returns the heartbeats of the loops that run now.
    public Collection<Heartbeat> all() {
        return List.copyOf(all);
    }

    void remove(Heartbeat heartbeat) {
        all.remove(heartbeat);
    }
}
