package io.sluice.standalone.identify;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// An executor on several threads that returns the results in the order of submission.
///
/// Used by one thread, which submits tasks and receives results. The number of pending tasks is bounded, so
/// memory does not grow with the number of files.
final class InOrder<T> implements AutoCloseable {

    private static final int AHEAD = 32;

    /// A consumer of the results.
    interface Sink<T> {
        void take(T result) throws IOException;
    }

    private final ExecutorService threads;
    private final int mostUnderWay;
    private final Sink<T> sink;
    private final Queue<Future<T>> underWay = new ArrayDeque<>();

    InOrder(int threads, Sink<T> sink) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("sluice-identify-", 0).factory());
        this.mostUnderWay = threads * AHEAD;
        this.sink = sink;
    }

    /// Submits a task; first waits for the oldest one when too many are pending.
    void submit(Callable<T> work) throws IOException, InterruptedException {
        if (underWay.size() == mostUnderWay) {
            takeOldest();
        }
        underWay.add(threads.submit(work));
    }

    /// Waits for all pending tasks.
    void complete() throws IOException, InterruptedException {
        while (!underWay.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() throws IOException, InterruptedException {
        try {
            sink.take(underWay.remove().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("internal error while identifying a file", e.getCause());
        }
    }

    /// Cancels all pending tasks.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
