package io.sluice.watch.exit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log output before a process is halted: the reason, and the stacks of all threads.
///
/// Separate threads write it, for a bounded time: the cause of the halt may hold the locks of the log.
public final class ExitReport {

    private static final Logger LOG = LoggerFactory.getLogger(ExitReport.class);

    /// Longest wait for the log, for the file of the virtual threads, and for standard error.
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private ExitReport() {}

    /// Logs the end of the process and its cause.
    ///
    /// @param message   constant, as in every log line
    /// @param facts     keys and values of the line
    /// @param directory directory of the file of the virtual threads
    public static void write(String message, Map<String, String> facts, Path directory) {
        if (!within(LIMIT, () -> log(message, facts))) {
            // the log hangs; standard error may work
            within(LIMIT, () -> print(message, facts));
        }
        within(LIMIT, () -> dump(directory));
    }

    private static void log(String message, Map<String, String> facts) {
        var line = LOG.atError();
        for (var fact : facts.entrySet()) {
            line = line.addKeyValue(fact.getKey(), fact.getValue());
        }
        line.addKeyValue("threads", '\n' + ThreadDump.ofPlatformThreads()).log(message);
    }

    private static void print(String message, Map<String, String> facts) {
        var text = message + ' ' + facts + "\n\n" + ThreadDump.ofPlatformThreads();
        try (var out = new FileOutputStream(FileDescriptor.err)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException _) {
            // no other output is left
        }
    }

    private static void dump(Path directory) {
        try {
            LOG.atError().addKeyValue("file", ThreadDump.toFile(directory)).log("thread dump written");
        } catch (IOException | RuntimeException e) {
            LOG.atError().setCause(e).log("thread dump not written");
        }
    }

    private static boolean within(Duration limit, Runnable step) {
        try {
            return Thread.ofPlatform()
                    .daemon()
                    .name("sluice-exit-report")
                    .start(step)
                    .join(limit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (OutOfMemoryError _) { // no more threads: the halt must not depend on them
            return false;
        }
    }
}
