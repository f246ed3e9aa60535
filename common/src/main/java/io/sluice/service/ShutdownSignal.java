package io.sluice.service;

import io.sluice.config.Setting;
import io.sluice.watch.StopDeadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C or SIGTERM, as something to wait for. The process ends once what was running has been closed in order, or
/// when its [StopDeadline] is over.
///
/// The deadline begins with the signal, or when the process begins to end by itself: when a part has failed for good,
/// or at the latest when this is closed.
public final class ShutdownSignal implements AutoCloseable {

    public static final Setting<Duration> TIMEOUT = Setting.duration(
            "SLUICE_STOP_TIMEOUT",
            "30s",
            "longest time from the stop signal to the end of the process, which exits with code 4 then");

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /// For what the deadline has to say before it halts the process, which ends the wait of the shutdown hook, too.
    private static final Duration REPORT = Duration.ofMinutes(1);

    private final Runnable deadline;
    private final Thread body;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Guarded by this: whether the body still starts, and is interrupted by a signal because it does not wait for one.
    private boolean starting = true;

    /// Guarded by this.
    private boolean startInterrupted;

    private ShutdownSignal(Runnable deadline) {
        this.deadline = deadline;
        this.body = Thread.currentThread();
    }

    /// From now on a signal no longer ends the process at once. The calling thread is the one that closes everything;
    /// once this is closed, the process has to end.
    ///
    /// @param limit     longest time from the signal to the end of the process
    /// @param directory where a file with all threads goes if that is not enough
    public static ShutdownSignal install(Duration limit, Path directory) {
        var signal = new ShutdownSignal(StopDeadline.of(limit, Thread.currentThread(), directory)::begin);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(limit.plus(REPORT)), "sluice-stop"));
        return signal;
    }

    /// A signal that has to be [given][#give()], for a process that goes on afterwards.
    static ShutdownSignal withoutProcess() {
        return new ShutdownSignal(() -> {});
    }

    /// Blocks until the process is asked to stop.
    public void await() throws InterruptedException {
        started();
        asked.await();
    }

    /// Blocks until the process is asked to stop, or until a part of it has failed for good.
    ///
    /// @throws StartException naming the parts that have; nothing is ready any more then
    public void await(Readiness readiness) throws InterruptedException {
        started();
        while (!asked.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            var failed = readiness.failed();
            if (!failed.isEmpty()) {
                deadline.run();
                readiness.withdraw();
                throw new StartException("failed for good, as the log says: " + String.join(", ", failed)
                        + "; the process ends, so that it can be started anew");
            }
        }
    }

    /// Whether the process was asked to stop before it had started; whatever failed then is no failure.
    public synchronized boolean hasInterruptedStart() {
        return startInterrupted;
    }

    /// Asks to stop, like a signal from outside. A body that still starts is interrupted.
    public synchronized void give() {
        deadline.run();
        asked.countDown();
        if (starting && Thread.currentThread() != body) {
            startInterrupted = true;
            body.interrupt();
        }
    }

    /// Takes the end of the process that started this one for a signal, too.
    public void giveWithParent() {
        var parent = ProcessHandle.current().parent();
        if (parent.isPresent()) {
            var _ = parent.get().onExit().thenRun(this::give);
        }
    }

    /// Everything is closed: the process may end, and has to.
    @Override
    public void close() {
        started();
        deadline.run();
        closed.countDown();
    }

    private synchronized void started() {
        starting = false;
        if (startInterrupted) {
            var _ = Thread.interrupted(); // by the signal, which is about to be noticed without it
        }
    }

    private void stop(Duration limit) {
        give();
        try {
            // a hook has nobody to tell that the time was not enough, and the process ends anyway
            var _ = closed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
