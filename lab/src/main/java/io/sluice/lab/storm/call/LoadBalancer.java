package io.sluice.lab.storm.call;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A load balancer between clients and API nodes. It does nothing during the storm: a client tries one node
/// after the other and uses every response. Later it acts like a proxy that respects readiness, and then no
/// request may fail. Safe for use by many threads.
public final class LoadBalancer {

    private static final int LOOK_AGAIN_MS = 100;

    private final Consumer<String> complaints;
    private final Consumer<Attempt> attempts;
    private final Set<URI> away = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean honoursReadiness;

    /// @param complaints receives each request that must not have failed
    public LoadBalancer(Consumer<String> complaints) {
        this(complaints, _ -> {});
    }

    /// @param complaints receives each request that must not have failed
    /// @param attempts   receives every request that was sent to a node
    public LoadBalancer(Consumer<String> complaints, Consumer<Attempt> attempts) {
        this.complaints = complaints;
        this.attempts = attempts;
    }

    void attempted(Attempt attempt) {
        attempts.accept(attempt);
    }

    /// Starts sending requests only to nodes that are ready.
    ///
    /// @return stops the readiness checks when it is closed
    public Watch honourReadiness(List<URI> nodes, Predicate<URI> isReady) {
        honoursReadiness = true;
        var threads = nodes.stream()
                .map(node -> Thread.ofVirtual().name("watch-" + node).start(() -> watch(node, isReady)))
                .toList();
        return () -> threads.forEach(Thread::interrupt);
    }

    /// The readiness checks, until they are closed.
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    private void watch(URI node, Predicate<URI> isReady) {
        try {
            while (true) {
                if (isReady.test(node)) {
                    away.remove(node);
                } else {
                    away.add(node);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    boolean sendsTo(URI node) {
        return !away.contains(node);
    }

    /// Records that a node has answered or aborted a request.
    ///
    /// @param result description for people
    public void ended(URI node, boolean failed, String result) {
        if (honoursReadiness) {
            answered.incrementAndGet();
            if (failed) {
                complaints.accept("while services were restarted one after the other, " + node + " answered " + result);
            }
        }
    }

    /// Returns the number of requests since readiness is respected.
    public int answered() {
        return answered.get();
    }
}
