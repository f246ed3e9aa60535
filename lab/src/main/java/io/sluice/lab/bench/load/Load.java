package io.sluice.lab.bench.load;

import io.sluice.testsupport.UniqueJpegs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// A load of calls from several threads, each as soon as its previous call has returned.
///
/// @param concurrency number of threads
/// @param count       number of calls of all threads
public record Load(int concurrency, int count) {

    /// The caller of one thread.
    @FunctionalInterface
    public interface Caller extends AutoCloseable {

        /// Makes one call. Its input is prepared before the measurement.
        void call(byte[] image) throws Exception;

        @Override
        default void close() throws IOException {
            // nothing to close by default
        }
    }

    /// A factory of callers, used before the measurement.
    @FunctionalInterface
    public interface Callers {
        Caller open() throws IOException;
    }

    /// @throws ExecutionException when a call failed, with its failure
    public Measurement run(UniqueJpegs images, Callers callers)
            throws IOException, ExecutionException, InterruptedException {
        var open = new ArrayList<Caller>();
        try {
            while (open.size() < concurrency) {
                open.add(callers.open());
            }
            return run(images, open);
        } finally {
            for (var caller : open) {
                caller.close();
            }
        }
    }

    private Measurement run(UniqueJpegs images, List<Caller> callers) throws ExecutionException, InterruptedException {
        var next = new AtomicInteger();
        var latencies = new long[count];
        try (var threads = Executors.newFixedThreadPool(concurrency)) {
            var began = System.nanoTime();
            var running = new ArrayList<Future<?>>();
            for (var caller : callers) {
                running.add(threads.submit(() -> {
                    for (var i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        var image = images.next();
                        var start = System.nanoTime();
                        caller.call(image);
                        latencies[i] = System.nanoTime() - start;
                    }
                    return null;
                }));
            }
            for (var thread : running) {
                thread.get();
            }
            return new Measurement(latencies, Duration.ofNanos(System.nanoTime() - began));
        }
    }
}
