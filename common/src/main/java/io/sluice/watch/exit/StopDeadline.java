package io.sluice.watch.exit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// The time limit for the end of a process: from [#begin()] until the process is gone, including shutdown
/// hooks. When it expires the process is halted with [ExitCode#NOT_STOPPED], after a report that names what
/// was being closed.
///
/// A separate platform thread measures it, which is started in advance, so it depends neither on shutdown
/// hooks nor on the scheduler of virtual threads.
public final class StopDeadline {

    private static final Duration TICK = Duration.ofSeconds(1);

    /// Maximum time that one tick counts: a process that was itself stopped (SIGSTOP) gets the rest of its
    /// time afterwards.
    private static final Duration MOST_PER_TICK = Duration.ofSeconds(2);

    private final Duration limit;
    private final Thread closer;
    private final Path directory;
    private final IntConsumer halt;
    private final CountDownLatch begun = new CountDownLatch(1);

    StopDeadline(Duration limit, Thread closer, Path directory, IntConsumer halt) {
        this.limit = limit;
        this.closer = closer;
        this.directory = directory;
        this.halt = halt;
    }

    /// Creates a deadline for this process that has not begun yet.
    ///
    /// @param closer    the thread that closes everything
    /// @param directory directory of the file with all threads
    public static StopDeadline of(Duration limit, Thread closer, Path directory) {
        var deadline = new StopDeadline(limit, closer, directory, Runtime.getRuntime()::halt);
        deadline.start();
        return deadline;
    }

    /// Starts the deadline. Later calls have no effect.
    public void begin() {
        begun.countDown();
    }

    Thread start() {
        return Thread.ofPlatform().daemon().name("sluice-stop-deadline").start(this::run);
    }

    private void run() {
        try {
            begun.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // not expected; the deadline expires then
        }
        count();
        var facts = new LinkedHashMap<String, String>();
        facts.put("limit", limit.toString());
        facts.put("closing", ClosingStack.describe(closer));
        facts.put("code", Integer.toString(ExitCode.NOT_STOPPED));
        ExitReport.write("process halted, it did not stop in time", facts, directory);
        halt.accept(ExitCode.NOT_STOPPED);
    }

    private void count() {
        var left = limit;
        var last = System.nanoTime();
        while (left.isPositive() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left.compareTo(TICK) < 0 ? left.toNanos() : TICK.toNanos());
            var now = System.nanoTime();
            var elapsed = Duration.ofNanos(now - last);
            left = left.minus(elapsed.compareTo(MOST_PER_TICK) < 0 ? elapsed : MOST_PER_TICK);
            last = now;
        }
    }
}
