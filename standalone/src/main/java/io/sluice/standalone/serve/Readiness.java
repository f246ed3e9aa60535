package io.sluice.standalone.serve;

import io.sluice.standalone.console.CommandFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Waits until all parts of the server are ready.
final class Readiness {

    /// Long enough to read all topics again after the indexes were lost.
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private Readiness() {}

    static void await(Map<String, BooleanSupplier> parts) throws InterruptedException {
        var end = System.nanoTime() + TIMEOUT.toNanos();
        while (!parts.values().stream().allMatch(BooleanSupplier::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new CommandFailure("not ready within " + TIMEOUT.toMinutes() + " minutes: " + missing(parts));
            }
            // the parts can be asked but tell nobody by themselves; this happens only while starting
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting to be ready");
            }
        }
    }

    private static String missing(Map<String, BooleanSupplier> parts) {
        return parts.entrySet().stream()
                .filter(part -> !part.getValue().getAsBoolean())
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
