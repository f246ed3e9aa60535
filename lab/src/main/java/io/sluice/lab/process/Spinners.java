package io.sluice.lab.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Processes that only use CPU time, so that other processes get less.
///
/// A shell starts them, waits for the end of its input, and kills them: they end when this object is closed,
/// and also when this process is killed, since its end of the pipe is closed then. Each one also has a limit
/// of CPU time.
public final class Spinners implements AutoCloseable {

    private static final int MOST = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// Ctrl-C is sent to every process of a terminal; the shell has to outlive it until the spinners are
    /// killed.
    private static final String SCRIPT = """
        trap '' INT TERM HUP
        spinners=
        i=0
        while [ "$i" -lt "$1" ]; do
          (ulimit -t "$2"; while :; do :; done) &
          spinners="$spinners $!"
          i=$((i+1))
        done
        read -r _
        kill -9 $spinners
        """;

    private final Process guard;

    private Spinners(Process guard) {
        this.guard = guard;
    }

    /// Starts `count` processes, none for 0.
    ///
    /// @param longest CPU time after which the system ends each of them
    public static Spinners start(int count, Duration longest) throws IOException {
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException("0 to " + MOST + " spinning processes are possible, not " + count);
        }
        var seconds = Long.toString(Math.max(1, longest.toSeconds()));
        return new Spinners(new ProcessBuilder("sh", "-c", SCRIPT, "spinners", Integer.toString(count), seconds)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /// Returns the number of running processes.
    public long running() {
        // an ended process stays a child without a command until the shell waits for it
        return guard.children()
                .filter(child -> child.info().command().isPresent())
                .count();
    }

    /// Ends all of them.
    @Override
    public void close() throws IOException {
        guard.getOutputStream().close();
        try {
            if (!guard.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                endByForce();
            }
        } catch (InterruptedException _) {
            endByForce();
            Thread.currentThread().interrupt();
        }
    }

    private void endByForce() {
        var spinners = guard.children().toList();
        guard.destroyForcibly();
        spinners.forEach(ProcessHandle::destroyForcibly);
    }
}
