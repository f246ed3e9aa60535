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

/// Threads that process the records of one topic, each with its own consumer in a share group, from [#start]
/// to [#close()]. Delivery is at least once.
public final class QueueWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorkers.class);

    /// Maximum wait for an interrupted worker.
    private static final Duration LEAVE = Duration.ofSeconds(10);

    /// Time without a record after which workers leave a group that has no members elsewhere.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final StopFlag stop;
    private final Setup setup;
    private final WorkerDemand demand;
    private final List<QueueWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /// The configuration of the workers.
    ///
    /// @param name    name prefix of the threads and consumers, followed by their number
    /// @param topic   the topic of the records
    /// @param group   the share group
    /// @param longest maximum duration of the work on a record; a worker that takes longer counts as stuck
    /// @param drain   maximum wait for current records at the close
    public record Setup(String name, int count, Topic<?> topic, String group, Duration longest, Duration drain) {

        /// Returns the group of these workers in a Kafka cluster.
        public ShareGroup in(KafkaClients kafka, Reachability reachability) {
            return new KafkaShareGroup(kafka, reachability, name, group);
        }

        String threadName(int number) {
            return name + '-' + number;
        }
    }

    private QueueWorkers(StopFlag stop, Setup setup, WorkerDemand demand) {
        this.stop = stop;
        this.setup = setup;
        this.demand = demand;
    }

    /// Starts the workers. The topic must exist and the share group must be set up.
    ///
    /// @param stop requested by [#close()]
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
        var demand = new WorkerDemand(standing, patience, System::nanoTime);
        var running = new QueueWorkers(stop, setup, demand);
        for (var number = 0; number < setup.count; number++) {
            var worker = new QueueWorker(setup, number, group, work, metrics, stop, demand, heartbeats);
            running.workers.add(worker);
            running.threads.add(
                    Thread.ofPlatform().name(setup.threadName(number)).start(worker));
        }
        return running;
    }

    /// Whether every worker polls a broker, or rests because there are no records, and none is stuck; false
    /// while one waits for Kafka.
    public boolean ready() {
        return workers.stream().allMatch(worker -> worker.isReady() && !worker.isStuck(setup.longest));
    }

    /// Whether a worker has ended with an [Error] such as a lack of memory.
    public boolean failed() {
        return workers.stream().anyMatch(worker -> worker.state() == QueueWorker.State.FAILED);
    }

    /// Stops accepting records, waits a while for the current ones, then interrupts them; unfinished records
    /// are delivered again. Has no effect the second time.
    @Override
    public void close() {
        stop.give();
        demand.close();
        workers.forEach(QueueWorker::wakeup);
        try {
            if (!joined(setup.drain)) {
                LOG.atWarn().log("unfinished records interrupted, they are processed again after the next start");
                threads.forEach(Thread::interrupt);
                if (!joined(LEAVE)) {
                    LOG.atError().log("worker not stopped in time");
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
