package io.sluice.service;

import io.sluice.watch.exit.ClosingStack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A stack of resources, closed in the reverse order of their addition, or all at the same time. For an
/// object that owns several resources; within a block, use try-with-resources.
public final class ResourceStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceStack.class);

    /// Longest wait for an interrupted start.
    private static final Duration START_LEAVES = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final boolean together;

    /// Creates a stack whose resources are closed one after the other.
    public ResourceStack() {
        this(false);
    }

    private ResourceStack(boolean together) {
        this.together = together;
    }

    /// Creates a stack whose resources do not need each other while they close: they are closed at the same
    /// time, since closing consists mostly of waiting.
    public static ResourceStack closedTogether() {
        return new ResourceStack(true);
    }

    /// Adds `part`, which the stack closes.
    public <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    /// The start of one resource.
    @FunctionalInterface
    public interface Start {
        AutoCloseable run() throws IOException, InterruptedException;
    }

    /// Runs all starts at the same time, since most of a start is waiting for Kafka, and adds the started
    /// resources in the given order. When one fails, or the caller is interrupted, the others are interrupted
    /// and waited for with a limit. Resources that have started are added in any case, so that they are
    /// closed.
    public void startTogether(List<Start> starts) throws IOException, InterruptedException {
        var started = new ConcurrentSkipListMap<Integer, AutoCloseable>();
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("sluice-start-", 0).factory());
        var completion = new ExecutorCompletionService<@Nullable Void>(threads);
        try {
            for (var number = 0; number < starts.size(); number++) {
                var place = number;
                var _ = completion.submit(() -> {
                    started.put(place, starts.get(place).run());
                    return null;
                });
            }
            for (var _ : starts) {
                rethrow(completion.take());
            }
        } finally {
            end(threads);
            started.values().forEach(this::add);
        }
    }

    /// Interrupts the remaining starts after one has failed.
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(START_LEAVES.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().addKeyValue("limit", START_LEAVES).log("start not interrupted in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
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
                case null, default -> throw new IllegalStateException("unexpected exception of a start", e);
            }
        }
    }

    /// Closes all resources, also when one of them fails to close.
    ///
    /// @throws IllegalStateException when one fails; its failure is the cause, those of others are suppressed
    @Override
    public void close() {
        var failures = new ConcurrentLinkedQueue<Exception>();
        if (together) {
            closeTogether(failures);
        } else {
            while (!open.isEmpty()) {
                close(open.pop(), failures);
            }
        }
        var first = failures.poll();
        if (first != null) {
            var failure = new IllegalStateException("a resource failed to close", first);
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void closeTogether(Queue<Exception> failures) {
        var threads = new ArrayList<Thread>();
        while (!open.isEmpty()) {
            var part = open.pop();
            threads.add(Thread.ofPlatform()
                    .name(ClosingStack.THREADS + part.getClass().getSimpleName())
                    .start(() -> close(part, failures)));
        }
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                threads.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static void close(AutoCloseable part, Queue<Exception> failures) {
        try {
            part.close();
        } catch (Exception e) { // declared by AutoCloseable
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            failures.add(e);
        }
    }
}
