package io.sluice.ingest.door;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads of the API's request handlers: virtual threads, or, on a JDK that loses their wake-ups
/// ([JdkFault]), a bounded pool of platform threads, which refuses further requests.
final class HandlerThreads implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerThreads.class);

    /// Maximum number of platform threads; nearly all of them wait for an outcome, with some 50 KB each.
    private static final int MAX_PLATFORM_THREADS = 2_000;

    private static final Duration KEEP = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private final ExecutorService executor;

    /// @param executor closed with this
    HandlerThreads(ExecutorService executor) {
        this.executor = executor;
    }

    /// Returns the threads that are safe on this JDK.
    static HandlerThreads forThisJdk() {
        var fault = JdkFault.of(Runtime.version());
        fault.ifPresent(found -> LOG.atWarn()
                .addKeyValue("jdk", Runtime.version())
                .addKeyValue("bug", found.bug())
                .addKeyValue("summary", found.summary())
                .addKeyValue("threads", MAX_PLATFORM_THREADS)
                .log("requests handled on platform threads because of a bug of the JDK, a later update is advised"));
        return fault.isPresent() ? platform(MAX_PLATFORM_THREADS) : virtual();
    }

    static HandlerThreads virtual() {
        return new HandlerThreads(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("sluice-http-", 0).factory()));
    }

    static HandlerThreads platform(int max) {
        return new HandlerThreads(new ThreadPoolExecutor(
                0,
                max,
                KEEP.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Thread.ofPlatform().name("sluice-http-", 0).daemon().factory()));
    }

    /// @throws java.util.concurrent.RejectedExecutionException when no thread is free
    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    /// Interrupts handlers that still run.
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("handlers not stopped in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
