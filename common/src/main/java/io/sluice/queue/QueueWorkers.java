package io.sluice.queue;

import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topic;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Some threads that work on the records of one topic, each with a consumer of its own in a share group. They are
/// running from [#start] to [#close()]. Delivery is at least once.
public final class QueueWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorkers.class);

    /// How long to wait for a worker that was interrupted.
    private static final Duration LEAVE = Duration.ofSeconds(10);

    /// How long no record has come before workers leave a group that has no members elsewhere.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final StopFlag stop;
    private final Setup setup;
    private final Reserve reserve;
    private final List<QueueWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// What workers there are.
    ///
    /// @param name    of the threads and consumers, before their number
    /// @param topic   that they read
    /// @param group   share group that they are members of
    /// @param longest how long the work on a record may take; who takes longer counts as stuck
    /// @param drain   how long closing waits for the records that are being worked on
    public record Setup(String name, int count, Topic<?> topic, String group, Duration longest, Duration drain) {

        /// The group of these workers in a Kafka cluster.
        public ShareGroup in(KafkaClients kafka, Reachability reachability) {
            return new KafkaShareGroup(kafka, reachability, name, group);
        }

        String threadName(int number) {
            return name + '-' + number;
        }
    }

    private QueueWorkers(StopFlag stop, Setup setup, Reserve reserve) {
        this.stop = stop;
        this.setup = setup;
        this.reserve = reserve;
    }

    /// Starts the workers. The topic must exist and the share group be set up.
    ///
    /// @param stop is given when these are closed
    public static QueueWorkers start(
            Setup setup, ShareGroup group, Work work, QueueMetrics metrics, StopFlag stop, Heartbeats heartbeats) {
        return start(setup, group, work, metrics, stop, heartbeats, PATIENCE);
    }

    /// @param patience time without a record after which all workers but one leave a group that is not shared
    static QueueWorkers start(
            Setup setup,
            ShareGroup group,
            Work work,
            QueueMetrics metrics,
            StopFlag stop,
            Heartbeats heartbeats,
            Duration patience) {
        var standing = group.isShared() ? setup.count : 1;
        var reserve = new Reserve(standing, patience, System::nanoTime);
        var running = new QueueWorkers(stop, setup, reserve);
        for (var number = 0; number < setup.count; number++) {
            var worker = new QueueWorker(setup, number, group, work, metrics, stop, reserve, heartbeats);
            running.workers.add(worker);
            running.threads.add(
                    Thread.ofPlatform().name(setup.threadName(number)).start(worker));
        }
        return running;
    }

    /// Whether every worker polls a broker, or rests because nothing comes, and none is stuck; false while one waits
    /// for Kafka.
    public boolean ready() {
        return workers.stream().allMatch(worker -> worker.isReady() && !worker.isStuck(setup.longest));
    }

    /// Whether a worker has died, of an [Error] such as a lack of memory.
    public boolean failed() {
        return workers.stream().anyMatch(worker -> worker.state() == QueueWorker.State.FAILED);
    }

    /// Stops taking records, waits a while for those that are being worked on and interrupts them then; what was not
    /// finished is delivered again. Does nothing the second time.
    @Override
    public void close() {
        stop.give();
        reserve.close();
        workers.forEach(QueueWorker::wakeup);
        try {
            if (!joined(setup.drain)) {
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
