package io.sluice.search.facet;

import io.sluice.search.SearchBusyException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// The counting of facets that all searches in an index share: it remembers counts, and it has one thread for
/// the searches that count so much that they would delay others. Thread-safe.
public final class Counting implements AutoCloseable {

    private static final long CACHE_BYTES = 32L * 1024 * 1024;
    private static final Duration KEEP_THREAD = Duration.ofSeconds(30);

    private final Limits limits;
    private final FacetCache cache;

    /// The turn of one long search at a time, which also bounds the queue of the thread.
    private final Semaphore turn = new Semaphore(1, true);

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            KEEP_THREAD.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(1),
            Thread.ofPlatform().name("sluice-facets").daemon().factory());

    /// The limits of counting.
    ///
    /// @param minKept  counts of fewer documents of a segment are not kept: to count them again is as fast
    /// @param maxShort a search with more work, in counted documents, is a long one
    /// @param patience maximum wait of a long search for those before
    /// @param longest  maximum time of a long search
    public record Limits(int minKept, long maxShort, Duration patience, Duration longest) {

        /// 3 million documents are counted in about 50 ms of processor time.
        public static final Limits DEFAULTS =
                new Limits(1_024, 3_000_000, Duration.ofSeconds(5), Duration.ofSeconds(10));
    }

    public Counting(Limits limits) {
        this.limits = limits;
        this.cache = new FacetCache(limits.minKept(), CACHE_BYTES);
        thread.allowCoreThreadTimeOut(true);
    }

    /// A search at work.
    @FunctionalInterface
    public interface Work<T> {
        T run(Checkpoint checkpoint) throws IOException;
    }

    FacetCache cache() {
        return cache;
    }

    /// Runs a search, a long one on the thread for them.
    ///
    /// @param documents number of documents to be counted
    /// @throws SearchBusyException when it is long and does not begin or end in time
    public <T> T run(long documents, Work<T> work) throws IOException {
        return documents > limits.maxShort() ? runLong(work) : work.run(Checkpoint.NONE);
    }

    /// Runs a long search when those before have ended, with pauses for others, and waits for its result.
    private <T> T runLong(Work<T> work) throws IOException {
        try {
            if (!turn.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new SearchBusyException(
                        "Too many searches with facets of many values at once, try again in a moment");
            }
        } catch (InterruptedException _) {
            throw interrupted();
        }
        try {
            var slices = new Slices(System::nanoTime, LockSupport::parkNanos, limits.longest());
            return result(thread.submit(() -> work.run(slices)), slices);
        } finally {
            turn.release();
        }
    }

    /// Returns only when the work has ended, because it reads what the caller releases then.
    private static <T> T result(Future<T> work, Slices slices) throws IOException {
        var isInterrupted = false;
        while (true) {
            try {
                var result = work.get();
                if (isInterrupted) {
                    Thread.currentThread().interrupt();
                }
                return result;
            } catch (InterruptedException _) {
                isInterrupted = true;
                slices.end();
            } catch (ExecutionException e) {
                if (isInterrupted) {
                    throw interrupted();
                }
                throw failure(e);
            }
        }
    }

    private static SearchBusyException interrupted() {
        Thread.currentThread().interrupt();
        return new SearchBusyException("The server stops, try again in a moment");
    }

    private static IOException failure(ExecutionException failed) {
        if (failed.getCause() instanceof RuntimeException e) {
            throw e;
        }
        return new IOException("cannot count the values of facets", failed.getCause());
    }

    /// Ends the thread when its work has ended.
    @Override
    public void close() {
        thread.shutdown();
    }
}
