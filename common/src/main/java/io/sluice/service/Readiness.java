package io.sluice.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Whether a process can do its work: what must hold for that, by name. Safe for use by many threads.
///
/// Parts add their checks as they start. Nothing is ready before [#complete()], nor after [#withdraw()].
public final class Readiness {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final Map<String, BooleanSupplier> checks = new ConcurrentSkipListMap<>();
    private final Map<String, BooleanSupplier> ends = new ConcurrentSkipListMap<>();
    private volatile Phase phase = Phase.STARTING;

    private enum Phase {
        STARTING("starting"),
        SERVING(""),
        STOPPING("stopping");

        private final String waitingFor;

        Phase(String waitingFor) {
            this.waitingFor = waitingFor;
        }
    }

    /// One more thing that must hold.
    public Readiness add(String name, BooleanSupplier check) {
        checks.put(name, check);
        return this;
    }

    /// A part that never works again once `failed` holds, so that the process has to be started anew.
    public Readiness watch(String name, BooleanSupplier failed) {
        ends.put(name, failed);
        return this;
    }

    /// The parts that have failed for good, by name.
    public List<String> failed() {
        return ends.entrySet().stream()
                .filter(end -> end.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All checks are added.
    public Readiness complete() {
        phase = Phase.SERVING;
        return this;
    }

    /// From now on nothing is ready: the process stops, and whoever distributes work should go elsewhere.
    public void withdraw() {
        phase = Phase.STOPPING;
    }

    public boolean ready() {
        return waitingFor().isEmpty();
    }

    /// How each check stands now.
    public SortedMap<String, Boolean> results() {
        var results = new TreeMap<String, Boolean>();
        checks.forEach((name, check) -> results.put(name, check.getAsBoolean()));
        return Collections.unmodifiableSortedMap(results);
    }

    /// What does not hold now, by name; empty when all is well.
    public List<String> waitingFor() {
        var missing = new ArrayList<String>();
        if (phase != Phase.SERVING) {
            missing.add(phase.waitingFor);
        }
        results().forEach((name, holds) -> {
            if (!holds) {
                missing.add(name);
            }
        });
        return missing;
    }

    /// Waits until all is well.
    ///
    /// @throws StartException when it is not within `timeout`
    public void await(Duration timeout) throws InterruptedException {
        var end = System.nanoTime() + timeout.toNanos();
        while (!ready()) {
            if (System.nanoTime() - end > 0) {
                throw new StartException(
                        "not ready within " + timeout.toSeconds() + " seconds: " + String.join(", ", waitingFor()));
            }
            // the parts can be asked but tell nobody by themselves; this happens only while starting
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting to be ready");
            }
        }
    }
}
