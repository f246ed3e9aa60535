package io.sluice.standalone.identify;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Does work on several threads and hands on the results in the order in which the work was given.
///
/// Confined to one thread, which hands over work and takes results; little more is under way than the threads need, so
/// a million files take no more memory than a few.
final class InOrder<T> implements AutoCloseable {

    private static final int AHEAD = 32;

    /// Takes the results.
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

    /// Hands over work, after the oldest is done when there is too much of it.
    void submit(Callable<T> work) throws IOException, InterruptedException {
        if (underWay.size() == mostUnderWay) {
            takeOldest();
        }
        underWay.add(threads.submit(work));
    }

    /// Waits for all that is under way.
    void complete() throws IOException, InterruptedException {
        while (!underWay.isEmpty()) {
            takeOldest();
        }
    }

    private void takeOldest() throws IOException, InterruptedException {
        try {
            sink.take(underWay.remove().get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("a file could not be looked at because of a fault of ours", e.getCause());
        }
    }

    /// Gives up what is still under way.
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
