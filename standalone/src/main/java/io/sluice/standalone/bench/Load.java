package io.sluice.standalone.bench;

import io.sluice.standalone.sample.UniqueJpegs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes calls from several threads, each as soon as its last one has returned.
///
/// @param concurrency threads
/// @param count       calls in all
record Load(int concurrency, int count) {

    /// One call. What it needs is made before it is timed.
    @FunctionalInterface
    interface Call {
        void run(byte[] image) throws Exception;
    }

    /// @throws ExecutionException when a call failed, with its failure
    Measurement run(UniqueJpegs images, Call call) throws ExecutionException, InterruptedException {
        var next = new AtomicInteger();
        var latencies = new long[count];
        try (var threads = Executors.newFixedThreadPool(concurrency)) {
            var began = System.nanoTime();
            var running = new ArrayList<Future<?>>();
            for (var thread = 0; thread < concurrency; thread++) {
                running.add(threads.submit(() -> {
                    for (var i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        var image = images.next();
                        var start = System.nanoTime();
                        call.run(image);
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
