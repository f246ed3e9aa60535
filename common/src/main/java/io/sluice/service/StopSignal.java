package io.sluice.service;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ctrl-C or SIGTERM, as something to wait for. The process ends once what was running has been closed in order, or
/// after a grace time.
public final class StopSignal implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    private StopSignal() {}

    /// From now on a signal no longer ends the process at once.
    public static StopSignal install(Duration grace) {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> signal.stop(grace), "sluice-stop"));
        return signal;
    }

    /// Blocks until the process is asked to stop.
    public void await() throws InterruptedException {
        asked.await();
    }

    /// Blocks until the process is asked to stop, or until a part of it has failed for good.
    ///
    /// @throws StartException naming the parts that have; nothing is ready any more then
    public void await(Readiness readiness) throws InterruptedException {
        while (!asked.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
            var failed = readiness.failed();
            if (!failed.isEmpty()) {
                readiness.withdraw();
                throw new StartException("failed for good, as the log says: " + String.join(", ", failed)
                        + "; the process ends, so that it can be started anew");
            }
        }
    }

    /// Asks to stop, like a signal from outside.
    public void give() {
        asked.countDown();
    }

    /// Takes the end of the process that started this one for a signal, too.
    public void giveWithParent() {
        var parent = ProcessHandle.current().parent();
        if (parent.isPresent()) {
            var _ = parent.get().onExit().thenRun(this::give);
        }
    }

    /// Everything is closed: the process may end.
    @Override
    public void close() {
        closed.countDown();
    }

    private void stop(Duration grace) {
        give();
        try {
            // a hook has nobody to tell that the time was not enough, and the process ends anyway
            var _ = closed.await(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
