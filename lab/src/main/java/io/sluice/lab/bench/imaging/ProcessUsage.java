package io.sluice.lab.bench.imaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What Linux tells of a process in `/proc` (proc(5)). Where there is none, everything is zero.
///
/// @param pid of the process
record ProcessUsage(long pid) {

    /// `USER_HZ`, a hundred on every platform that Java runs on.
    private static final long TICK_MILLIS = 10;

    /// Fields of `stat` behind the name of the program, counted from its state: utime to cstime.
    private static final int OWN = 11;

    private static final int CHILDREN = 13;

    /// Whether there is anything to read.
    static boolean told() {
        return Files.exists(Path.of("/proc/self/stat"));
    }

    /// Time that it worked, user and system.
    Duration cpu() {
        return ticks(OWN);
    }

    /// Time that its children worked that have ended.
    Duration childrenCpu() {
        return ticks(CHILDREN);
    }

    /// Most memory that it held since its start or [#forgetPeak]; zero once it has ended.
    long peakBytes() {
        try (var lines = Files.lines(file("status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .filter(number -> !number.isEmpty())
                    .mapToLong(number -> Long.parseLong(number) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException _) {
            return 0; // it ended, or this is no Linux
        }
    }

    /// Lets [#peakBytes] count from now on.
    void forgetPeak() {
        try {
            Files.writeString(file("clear_refs"), "5");
        } catch (IOException _) {
            // then the peak is that since the start, which is no less
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
