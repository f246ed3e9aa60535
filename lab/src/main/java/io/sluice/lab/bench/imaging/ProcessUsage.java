package io.sluice.lab.bench.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The resource usage of a process from Linux's `/proc` (proc(5)). On other systems everything is zero.
///
/// @param pid id of the process
record ProcessUsage(long pid) {

    /// `USER_HZ`, a hundred on every platform that Java runs on.
    private static final long TICK_MILLIS = 10;

    /// Indexes of the fields utime to cstime of `stat`, counted from the state, which follows the name of the
    /// program.
    private static final int OWN = 11;

    private static final int CHILDREN = 13;

    /// Whether the system provides these data.
    static boolean isSupported() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    /// Returns its CPU time, user and system.
    Duration cpu() {
        return ticks(OWN);
    }

    /// Returns the CPU time of its child processes that have ended.
    Duration childrenCpu() {
        return ticks(CHILDREN);
    }

    /// Returns its peak memory since its start or [#forgetPeak]; zero once it has ended.
    long peakBytes() {
        try (var lines = Files.lines(file("status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .filter(number -> !number.isEmpty())
                    .mapToLong(number -> Long.parseLong(number) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0; // it has ended, or the system is not Linux
        }
    }

    /// Resets the peak of [#peakBytes].
    void forgetPeak() {
        try {
            Files.writeString(file("clear_refs"), "5");
        } catch (IOException _) {
            // the peak since the start is reported then, which is not lower
        }
    }

    private Duration ticks(int field) {
        try {
            String stat = Files.readString(file("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Duration.ofMillis(TICK_MILLIS * (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])));
        } catch (IOException _) {
            return Duration.ZERO;
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
