package io.sluice.watch.exit;

/// The exit codes of all processes. After a regular stop by a signal, the JVM derives the exit code from the
/// signal: 143 for SIGTERM, 130 for Ctrl-C.
public final class ExitCode {

    /// The work is complete, or the process was stopped and has closed everything in order.
    public static final int DONE = 0;

    /// The process could not start, or a part of it failed permanently; the log contains the reason.
    public static final int FAILED = 1;

    /// The command line or a setting is wrong; it does not change by itself.
    public static final int WRONG_USE = 2;

    /// The `Watchdog` halted the process. The JVM uses the same code when it is out of memory.
    public static final int STOOD_STILL = 3;

    /// The process did not end within its [StopDeadline].
    public static final int NOT_STOPPED = 4;

    private ExitCode() {}
}
