package io.sluice.service;

import io.sluice.config.Setting;
import io.sluice.watch.exit.StopDeadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The stop signal of a process, from Ctrl-C or SIGTERM, which threads can wait for. The process ends once
/// everything has been closed in order, or when its [StopDeadline] expires.
///
/// The deadline begins with the signal, or when the process begins to end by itself: when a part has failed
/// permanently, or at the latest when this object is closed.
public final class ShutdownSignal implements AutoCloseable {

    public static final Setting<Duration> TIMEOUT = Setting.duration(
            "SLUICE_STOP_TIMEOUT",
            "30s",
            "Maximum time from the stop signal to the end of the process; after it the process exits with status 4");

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /// Time for the report before the deadline halts the process, which also ends the wait of the shutdown
    /// hook.
    private static final Duration REPORT = Duration.ofMinutes(1);

    private final Runnable deadline;
    private final Thread body;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Guarded by this: whether the body is still starting. A signal interrupts it then, because it does not
    /// wait for the signal.
    private boolean starting = true;

    /// Guarded by this.
    private boolean startInterrupted;

    private ShutdownSignal(Runnable deadline) {
        this.deadline = deadline;
        this.body = Thread.currentThread();
    }

    /// Installs the signal handling: from now on a signal no longer ends the process at once. The calling
    /// thread closes everything; once this object is closed, the process has to end.
    ///
    /// @param limit     longest time from the signal to the end of the process
    /// @param directory directory of the thread dump that is written when the limit is exceeded
    public static ShutdownSignal install(Duration limit, Path directory) {
        var signal = new ShutdownSignal(StopDeadline.of(limit, Thread.currentThread(), directory)::begin);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(limit.plus(REPORT)), "sluice-stop"));
        return signal;
    }

    /// Creates a signal that must be [given][#give()], for a process that continues afterwards.
    static ShutdownSignal withoutProcess() {
        return new ShutdownSignal(() -> {});
    }

    /// Blocks until the stop signal.
    public void await() throws InterruptedException {
        started();
        asked.await();
    }

    /// Blocks until the stop signal, or until a part of the process has failed permanently.
    ///
    /// @throws StartException with the names of the failed parts; the process is no longer ready then
    public void await(Readiness readiness) throws InterruptedException {
        started();
        while (!asked.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            var failed = readiness.failed();
            if (!failed.isEmpty()) {
                deadline.run();
                readiness.withdraw();
                throw new StartException("failed permanently, see the log: " + String.join(", ", failed)
                        + "; the process ends, so that it can be restarted");
            }
        }
    }

    /// Whether the stop signal came before the process had started; later failures of the start are no
    /// failures then.
    public synchronized boolean hasInterruptedStart() {
        return startInterrupted;
    }

    /// Gives the stop signal. A body that is still starting is interrupted.
    public synchronized void give() {
        deadline.run();
        asked.countDown();
        if (starting && Thread.currentThread() != body) {
            startInterrupted = true;
            body.interrupt();
        }
    }

    /// Also gives the signal when the parent process ends.
    public void giveWithParent() {
        var parent = ProcessHandle.current().parent();
        if (parent.isPresent()) {
            var _ = parent.get().onExit().thenRun(this::give);
        }
    }

    /// Records that everything is closed: the process may end, and has to.
    @Override
    public void close() {
        started();
        deadline.run();
        closed.countDown();
    }

    private synchronized void started() {
        starting = false;
        if (startInterrupted) {
            var _ = Thread.interrupted(); // set by the signal, which is checked explicitly
        }
    }

    private void stop(Duration limit) {
        give();
        try {
            // a hook cannot report that the time was too short, and the process ends anyway
            var _ = closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
