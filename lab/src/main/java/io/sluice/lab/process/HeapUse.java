package io.sluice.lab.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The heap in use of another JVM of this machine, with the serial or the parallel collector.
public final class HeapUse {

    private static final Pattern GENERATION =
            Pattern.compile("(?:DefNew|Tenured|generation|PSYoungGen|ParOldGen) .*used (\\d+)K");
    private static final long KIBI = 1024;

    private HeapUse() {}

    /// Has a JVM collect all garbage, and returns the bytes that are still in use.
    public static long afterCollection(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        return of(jcmd(pid, "GC.heap_info"));
    }

    /// Returns the bytes in use of all generations.
    ///
    /// @param heapInfo the output of `jcmd PID GC.heap_info`
    static long of(String heapInfo) {
        return GENERATION
                .matcher(heapInfo)
                .results()
                .mapToLong(generation -> KIBI * Long.parseLong(generation.group(1)))
                .sum();
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        Long.toString(pid),
                        command)
                .redirectErrorStream(true)
                .start();
        try (var output = jcmd.getInputStream()) {
            var text = new String(output.readAllBytes(), UTF_8);
            jcmd.waitFor();
            return text;
        }
    }
}
