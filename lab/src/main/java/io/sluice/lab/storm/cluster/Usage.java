package io.sluice.lab.storm.cluster;

import io.sluice.lab.process.HeapUse;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The resources of a Java process.
///
/// @param files   open files and sockets
/// @param threads threads of the operating system
/// @param heap    bytes in use after a full collection
public record Usage(long files, long threads, long heap) {

    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

    /// Allowed growth beyond twice the former usage: threads and connections that come with load, warm caches.
    private static final Usage SLACK = new Usage(200, 60, 64L << 20);

    /// Returns the usage of a process; zeros on systems other than Linux.
    public static Usage of(Process process) throws IOException, InterruptedException {
        var proc = Path.of("/proc", Long.toString(process.pid()));
        if (!Files.isDirectory(proc)) {
            return new Usage(0, 0, 0);
        }
        long files;
        try (var open = Files.list(proc.resolve("fd"))) {
            files = open.count();
        }
        var threads = THREADS.matcher(Files.readString(proc.resolve("status")));
        return new Usage(
                files, threads.find() ? Long.parseLong(threads.group(1)) : 0, HeapUse.afterCollection(process.pid()));
    }

    /// Whether the usage is within the allowed growth of `before`.
    public boolean isBoundedBy(Usage before) {
        return files <= 2 * before.files + SLACK.files
                && threads <= 2 * before.threads + SLACK.threads
                && heap <= 2 * before.heap + SLACK.heap;
    }

    @Override
    public String toString() {
        return files + " files, " + threads + " threads, " + Units.bytes(heap) + " heap";
    }
}
