package io.sluice.lab.storm.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

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
    private static final Pattern GENERATION = Pattern.compile("(?:DefNew|Tenured|generation) .*used (\\d+)K");
    private static final long KIBI = 1024;

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
        return new Usage(files, threads.find() ? Long.parseLong(threads.group(1)) : 0, heap(process));
    }

    private static long heap(Process process) throws IOException, InterruptedException {
        jcmd(process, "GC.run");
        return GENERATION
                .matcher(jcmd(process, "GC.heap_info"))
                .results()
                .mapToLong(generation -> KIBI * Long.parseLong(generation.group(1)))
                .sum();
    }

    private static String jcmd(Process process, String command) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        try (var output = jcmd.getInputStream()) {
            var text = new String(output.readAllBytes(), UTF_8);
            jcmd.waitFor();
            return text;
        }
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
