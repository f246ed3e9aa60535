package io.sluice.ingest.door;

import java.util.Optional;

/// A bug of a JDK that leaves virtual threads hanging forever.
///
/// The list contains only bugs that the process cannot repair: a virtual thread that is parked or blocked and
/// whose wake-up is lost never runs again. JDK-8373118 is not in the list, although it is in every release
/// known so far: there, a `ForkJoinPool` does not activate a worker for a task that is queued already, and
/// the next task that another thread queues activates one. A process with a regular probe of the scheduler
/// tolerates that.
///
/// @param bug     its number at bugs.openjdk.org
/// @param summary its effect
record JdkFault(String bug, String summary) {

    private static final JdkFault PARKED = new JdkFault("JDK-8369227", "virtual thread stuck in PARKED state");
    private static final JdkFault BLOCKED = new JdkFault("JDK-8373120", "virtual thread stuck in BLOCKED state");

    /// Returns the bug that rules out virtual threads for handlers on this release, if there is one. The
    /// first releases without JDK-8369227 are 25.0.3, 26.0.1 and 27; without JDK-8373120, 25.0.4, 26.0.2
    /// and 27.
    static Optional<JdkFault> of(Runtime.Version version) {
        var update = version.interim() > 0 ? Integer.MAX_VALUE : version.update();
        return switch (version.feature()) {
            case 25 -> of(update, 3, 4);
            case 26 -> of(update, 1, 2);
            default -> Optional.empty();
        };
    }

    private static Optional<JdkFault> of(int update, int withoutParked, int withoutBlocked) {
        if (update < withoutParked) {
            return Optional.of(PARKED);
        }
        return update < withoutBlocked ? Optional.of(BLOCKED) : Optional.empty();
    }
}
