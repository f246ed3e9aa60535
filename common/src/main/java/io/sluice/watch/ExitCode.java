package io.sluice.watch;

/// The exit codes of all processes. A process that a signal has stopped in order exits with what the JVM makes of the
/// signal: 143 after SIGTERM, 130 after Ctrl-C.
public final class ExitCode {

    /// All was done, or the process was asked to stop and has closed everything in order.
    public static final int DONE = 0;

    /// The process could not start, or a part of it failed for good; the log has the reason.
    public static final int FAILED = 1;

    /// The command line or its arguments are wrong.
    public static final int WRONG_USE = 2;

    /// The [Watchdog] halted the process. The JVM uses the same code when it is out of memory.
    public static final int STOOD_STILL = 3;

    /// The process did not end within its [StopDeadline].
    public static final int NOT_STOPPED = 4;

    private ExitCode() {}
}
