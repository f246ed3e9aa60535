package io.sluice.lab.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A process that is halted by SIGSTOP until this object is closed.
///
/// A shell sends both signals and waits for the end of its input in between: the process also continues when
/// this process is killed.
public final class Freeze implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SCRIPT = """
        trap '' INT TERM HUP
        kill -STOP "$1" 2>/dev/null
        echo stopped
        read -r _
        kill -CONT "$1" 2>/dev/null
        """;

    private final long pid;
    private final Process guard;

    private Freeze(long pid, Process guard) {
        this.pid = pid;
        this.guard = guard;
    }

    /// Halts the process `pid`; does nothing when it does not exist.
    public static Freeze of(long pid) throws IOException {
        var guard = new ProcessBuilder("sh", "-c", SCRIPT, "freeze", Long.toString(pid))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (guard.inputReader(UTF_8).readLine() == null) {
            throw new IOException("the shell that sends SIGSTOP to process " + pid + " has ended");
        }
        return new Freeze(pid, guard);
    }

    /// Continues the process.
    @Override
    public void close() throws IOException {
        guard.getOutputStream().close();
        try {
            if (!guard.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("the shell that sends SIGCONT to process " + pid + " does not end");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the shell sends the signal in any case
        }
    }
}
