package io.sluice.queue;

import io.sluice.kafka.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Some threads that work on the records of one topic, each with a consumer of its own in a share group. They are
/// running from [#start] to [#close()]. Delivery is at least once.
public final class QueueWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorkers.class);

    /// How long to wait for a worker that was interrupted.
    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final StopSignal stop;
    private final Duration drain;
    private final List<QueueWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private QueueWorkers(StopSignal stop, Duration drain) {
        this.stop = stop;
        this.drain = drain;
    }

    /// Starts the workers. The topic must exist and the share group be set up.
    ///
    /// @param name      of the threads, before their number
    /// @param consumers makes the consumer of a worker, by its number; each worker closes its own
    /// @param stop      is given when these are closed
    /// @param drain     how long closing waits for the records that are being worked on
    public static QueueWorkers start(
            String name,
            int count,
            Topic<?> topic,
            IntFunction<ShareConsumer<String, byte[]>> consumers,
            Work work,
            QueueMetrics metrics,
            StopSignal stop,
            Duration drain) {
        var running = new QueueWorkers(stop, drain);
        try {
            for (var number = 0; number < count; number++) {
                var worker = new QueueWorker(topic.name(), consumers.apply(number), work, metrics, stop);
                running.workers.add(worker);
                running.threads.add(
                        Thread.ofPlatform().name(name + '-' + number).start(worker));
            }
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    /// Whether every worker has polled and none has died.
    public boolean ready() {
        return workers.stream().allMatch(worker -> worker.state() == QueueWorker.State.POLLING);
    }

    /// Stops taking records, waits a while for those that are being worked on and interrupts them then; what was not
    /// finished is delivered again. Does nothing the second time.
    @Override
    public void close() {
        stop.give();
        workers.forEach(QueueWorker::wakeup);
        try {
            if (!joined(drain)) {
                LOG.atWarn().log("records that take too long are interrupted and done again after the next start");
                threads.forEach(Thread::interrupt);
                if (!joined(LEAVE)) {
                    LOG.atError().log("a worker does not end");
                }
            }
        } catch (InterruptedException _) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    /// Whether all threads have ended within `limit`.
    private boolean joined(Duration limit) throws InterruptedException {
        var end = System.nanoTime() + limit.toNanos();
        for (var thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }
}
