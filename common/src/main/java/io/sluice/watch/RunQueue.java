package io.sluice.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The time that the threads of this process were ready to run but waited for a processor: the second figure
/// of `/proc/self/task/…/schedstat` (Linux, Documentation/scheduler/sched-stats.rst). Zero where that file is
/// missing. For one thread.
final class RunQueue {

    private final Path tasks;
    private @Nullable Map<Path, Long> before;

    RunQueue(Path tasks) {
        this.tasks = tasks;
    }

    static RunQueue ofThisProcess() {
        return new RunQueue(Path.of("/proc/self/task"));
    }

    /// Returns the waiting time of all threads since the last call; zero at the first call and after
    /// [#forget()].
    Duration waited() {
        var now = read();
        var last = before;
        before = now;
        if (last == null) {
            return Duration.ZERO;
        }
        var nanos = now.entrySet().stream()
                .mapToLong(task -> Math.max(0, task.getValue() - last.getOrDefault(task.getKey(), 0L)))
                .sum();
        return Duration.ofNanos(nanos);
    }

    /// Resets the measurement before a time without calls.
    void forget() {
        before = null;
    }

    private Map<Path, Long> read() {
        var waits = new HashMap<Path, Long>();
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (var thread : threads) {
                waits.put(thread, waitOf(thread));
            }
        } catch (IOException | DirectoryIteratorException _) {
            return Map.of(); // another system, or one that hides the files: every round counts in full then
        }
        return waits;
    }

    private static long waitOf(Path thread) {
        try {
            var figures = Files.readString(thread.resolve("schedstat")).strip().split(" ", -1);
            return figures.length > 1 ? Long.parseLong(figures[1]) : 0;
        } catch (IOException | NumberFormatException _) {
            return 0; // the thread has ended meanwhile
        }
    }
}
