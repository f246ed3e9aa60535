package io.sluice.watch.exit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/// Dumps of all threads.
final class ThreadDump {

    private static final int FRAMES = 60;
    private static final String PREFIX = "threads-";
    private static final int KEPT = 5;

    private ThreadDump() {}

    /// Returns the platform threads with their stacks and the locks they wait for.
    static String ofPlatformThreads() {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(true, false, FRAMES))
                .sorted(Comparator.comparing(ThreadInfo::getThreadName))
                .map(ThreadDump::text)
                .collect(Collectors.joining("\n"));
    }

    /// Writes all threads, including virtual ones, to a new file. The directory keeps only the last few files
    /// of this kind.
    ///
    /// @param directory may be missing; the file is then written to the directory of temporary files
    static Path toFile(Path directory) throws IOException {
        var place = Files.isDirectory(directory) ? directory : Path.of(System.getProperty("java.io.tmpdir"));
        removeOld(place);
        // some systems do not allow colons in file names
        var file = place.toAbsolutePath()
                .resolve(PREFIX + Instant.now().toString().replace(':', '-') + '-'
                        + ProcessHandle.current().pid() + ".txt");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return file;
    }

    private static void removeOld(Path place) throws IOException {
        try (var files = Files.list(place)) {
            var old = files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .sorted(Comparator.reverseOrder())
                    .skip(KEPT - 1)
                    .toList();
            for (var file : old) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String text(ThreadInfo thread) {
        var text = new StringBuilder()
                .append('"')
                .append(thread.getThreadName())
                .append("\" #")
                .append(thread.getThreadId())
                .append(' ')
                .append(thread.getThreadState());
        if (thread.getLockName() != null) {
            text.append(" on ").append(thread.getLockName());
        }
        if (thread.getLockOwnerName() != null) {
            text.append(" owned by \"").append(thread.getLockOwnerName()).append('"');
        }
        for (var frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.append('\n').toString();
    }
}
