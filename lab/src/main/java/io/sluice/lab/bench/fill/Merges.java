package io.sluice.lab.bench.fill;

import io.sluice.standalone.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The merges of an index after a fill, which takes the place of hours of uploads: they would be measured
/// otherwise.
public final class Merges {

    private static final Duration LOOK = Duration.ofMillis(500);

    /// Longer than the interval of the index's commits.
    private static final Duration STABLE = Duration.ofSeconds(8);

    private Merges() {}

    /// Waits until the files of an index no longer change.
    ///
    /// @throws CommandFailure when they still change after `limit`
    public static void awaitEnd(Path index, Duration limit) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        var since = System.nanoTime();
        var files = files(index);
        while (System.nanoTime() - since < STABLE.toNanos()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the index still changes after " + limit.toMinutes() + " minutes");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis()); // the server does not notify clients
            var found = files(index);
            if (!found.equals(files)) {
                since = System.nanoTime();
                files = found;
            }
        }
    }

    /// Returns the sizes of the files by name.
    private static Map<String, Long> files(Path folder) throws IOException {
        var sizes = new HashMap<String, Long>();
        try (var files = Files.list(folder)) {
            files.forEach(file ->
                    sizes.put(file.getFileName().toString(), file.toFile().length()));
        }
        return sizes;
    }
}
