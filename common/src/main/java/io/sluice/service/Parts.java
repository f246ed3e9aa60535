package io.sluice.service;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The parts of something that is running, closed in the reverse of the order in which they were opened. For an object
/// that holds several; where they live no longer than a block, try-with-resources says it better.
public final class Parts implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /// Takes `part` over, to be closed with this.
    public <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    /// Starts something.
    @FunctionalInterface
    public interface Start {
        AutoCloseable run() throws IOException, InterruptedException;
    }

    /// Starts all at the same time, since most of a start is waiting for Kafka, and takes over what has started, in the
    /// order given here. When one fails, the others are here all the same, to be closed.
    public void startTogether(List<Start> starts) throws IOException, InterruptedException {
        var started = new ConcurrentSkipListMap<Integer, AutoCloseable>();
        List<Future<?>> ended;
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("sluice-start-", 0).factory())) {
            ended = new ArrayList<>(starts.size());
            for (var number = 0; number < starts.size(); number++) {
                var place = number;
                ended.add(threads.submit(() -> {
                    started.put(place, starts.get(place).run());
                    return null;
                }));
            }
        } finally {
            started.values().forEach(this::add);
        }
        for (var one : ended) {
            rethrow(one);
        }
    }

    private static void rethrow(Future<?> ended) throws IOException, InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case InterruptedException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException("a start throws nothing else", e);
            }
        }
    }

    /// Closes all, also when one of them fails to close.
    ///
    /// @throws IllegalStateException when one did; its failure is the cause, those of others are suppressed
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!open.isEmpty()) {
            var part = open.pop();
            try {
                part.close();
            } catch (Exception e) { // declared by AutoCloseable
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                if (failure == null) {
                    failure = new IllegalStateException("a part did not close in order", e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
