package io.sluice.queue;

import io.sluice.kafka.ConsumerConnection;
import io.sluice.trace.Spans;
import io.sluice.trace.TopicSpans;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Outage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// The loop of one thread over a queue: poll, work, acknowledge. Only this thread uses its consumer; others
/// may only wake it up. After any failure of the consumer, the worker leaves the group and joins it again
/// with a new consumer, without a limit on the attempts. Without a broker it has no consumer, for the reason
/// given in [ConsumerConnection].
final class QueueWorker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /// Maximum time to close a consumer whose broker was unreachable a moment ago.
    private static final Duration CLOSE_WITHOUT_BROKER = Duration.ofMillis(100);

    private final QueueWorkers.Setup setup;
    private final int number;
    private final ShareGroup group;
    private final Work work;
    private final QueueMetrics metrics;
    private final StopFlag stop;
    private final WorkerDemand demand;
    private final Outage outage;
    private final Outage publishing;
    private final Heartbeat heartbeat;

    private volatile State state = State.JOINING;

    private volatile @Nullable ShareConsumer<String, byte[]> consumer;

    /// The thread that runs this worker, once it does.
    private volatile @Nullable Thread thread;

    /// When the work on the current record began, of [System#nanoTime()]; 0 without a record.
    private volatile long workingSince;

    /// The state of a worker. A worker that is called from its rest counts as resting until it polls, or
    /// fails to join.
    enum State {
        RESTING,
        JOINING,
        POLLING,
        ENDED,
        FAILED
    }

    QueueWorker(
            QueueWorkers.Setup setup,
            int number,
            ShareGroup group,
            Work work,
            QueueMetrics metrics,
            StopFlag stop,
            WorkerDemand demand,
            Heartbeats heartbeats) {
        this.setup = setup;
        this.number = number;
        this.group = group;
        this.work = work;
        this.metrics = metrics;
        this.stop = stop;
        this.demand = demand;
        var name = setup.threadName(number);
        this.outage = new Outage(name);
        this.publishing = new Outage(name + " publishing");
        this.heartbeat = heartbeats.register(name, this::kick);
    }

    State state() {
        return state;
    }

    /// Whether it polls a broker, or rests because it is not needed.
    boolean isReady() {
        return state == State.POLLING || state == State.RESTING;
    }

    /// Whether it has been working on one record for longer than `limit`.
    boolean isStuck(Duration limit) {
        var since = workingSince;
        return since != 0 && System.nanoTime() - since > limit.toNanos();
    }

    void wakeup() {
        var current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    /// Aborts the current step, after which the worker joins the group again.
    private void kick() {
        wakeup();
        var current = thread;
        if (current != null) {
            current.interrupt();
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        metrics.alive(true);
        try (heartbeat) {
            while (!stop.isGiven()) {
                awaitNeed();
                stayInGroup();
            }
            state = State.ENDED;
        } catch (Error e) {
            LOG.atError().setCause(e).addKeyValue("topic", setup.topic().name()).log("worker ended by an error");
            state = State.FAILED;
        } finally {
            metrics.alive(false);
        }
    }

    /// Rests until this worker is needed, or until the stop.
    private void awaitNeed() {
        if (demand.needs(number)) {
            return;
        }
        state = State.RESTING;
        heartbeat.rest();
        try {
            demand.awaitNeed(number);
        } catch (InterruptedException _) { // kicked
            LOG.atDebug().log("rest interrupted");
        }
    }

    /// Joins the group and works until the consumer fails, the worker is not needed any more, or the stop.
    /// After a failure, waits for the next attempt.
    private void stayInGroup() {
        try {
            var fault = workWhileThereIsABroker();
            if (fault != null) {
                awaitNextTry(outage.failed(fault));
            }
        } catch (InterruptedException | RuntimeException e) { // a new consumer may succeed
            // an interrupted consumer leaves the flag set, which would interrupt the next consumer
            var _ = Thread.interrupted();
            if (!stop.isGiven()) {
                LOG.atDebug()
                        .addKeyValue("topic", setup.topic().name())
                        .setCause(e)
                        .log("consumer failed");
                awaitNextTry(outage.failed(e));
            }
        }
    }

    /// @return why the work ended; null when the worker was not needed any more, or after the stop
    private @Nullable String workWhileThereIsABroker() throws InterruptedException {
        heartbeat.beat();
        var member = group.join(number);
        consumer = member;
        var connection = new ConsumerConnection(member::metrics);
        try {
            member.setAcknowledgementCommitCallback(this::acknowledged);
            member.subscribe(List.of(setup.topic().name()));
            while (!stop.isGiven() && !connection.isLost() && demand.needs(number)) {
                pollOnce(member, connection);
            }
        } finally {
            state = demand.needs(number) ? State.JOINING : State.RESTING;
            close(member, connection.isLost() ? CLOSE_WITHOUT_BROKER : CLOSE);
        }
        return connection.isLost() ? "no broker answers" : null;
    }

    private void pollOnce(ShareConsumer<String, byte[]> member, ConsumerConnection connection)
            throws InterruptedException {
        heartbeat.beat();
        var records = member.poll(POLL);
        connection.polled(records.count());
        state = State.POLLING;
        if (!connection.isShaky()) {
            outage.over();
        }
        for (var record : records) {
            heartbeat.beat(setup.longest());
            TopicSpans.run(record.topic(), record.headers(), () -> handle(record, member));
        }
    }

    /// Waits for `pause`, and then until a broker answers, or until the stop.
    private void awaitNextTry(Duration pause) {
        try {
            heartbeat.beat(pause);
            stop.pause(pause);
            while (!stop.isGiven() && !group.isReachable()) {
                heartbeat.beat();
                stop.pause(LOOK_AGAIN);
            }
        } catch (InterruptedException _) {
            LOG.atDebug().log("pause interrupted");
        }
    }

    /// Processes and acknowledges a record. Every polled record is acknowledged here in any case, as the next
    /// poll requires.
    private void handle(ConsumerRecord<String, byte[]> record, ShareConsumer<String, byte[]> member)
            throws InterruptedException {
        metrics.working(true);
        demand.begin();
        workingSince = System.nanoTime() | 1;
        try {
            var done = workOrKeep(record);
            member.acknowledge(record, done.acknowledgement());
            if (done.afterwards() != null && isTaken(record, member)) {
                run(done.afterwards(), record);
            }
        } finally {
            workingSince = 0;
            demand.end();
            metrics.working(false);
        }
    }

    private Work.Done workOrKeep(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            var done = workOrGiveUp(record);
            publishing.over();
            return done;
        } catch (RetryingPublisher.UnpublishedException e) {
            return keep(record, e);
        }
    }

    /// Processes a record. A record whose processing fails because of a bug would fail again: it is given up
    /// with a dead letter, instead of being delivered until the broker archives it silently.
    private Work.Done workOrGiveUp(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            return work.on(record);
        } catch (RetryingPublisher.UnpublishedException e) {
            if (e.isTransient()) {
                throw e;
            }
            return giveUp(record, e);
        } catch (RuntimeException e) {
            return giveUp(record, e);
        }
    }

    private Work.Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault)
            throws InterruptedException {
        Spans.failed(fault);
        about(record, LOG.atError().setCause(fault)).log("record given up after an internal error");
        try {
            return work.giveUp(record, fault);
        } catch (RetryingPublisher.UnpublishedException e) {
            throw e;
        } catch (RuntimeException e) {
            about(record, LOG.atError().setCause(e)).log("record not given up, released");
            stop.pause(Outage.FIRST_WAIT);
            return new Work.Done(AcknowledgeType.RELEASE);
        }
    }

    /// Keeps a record whose result may not be durable, and processes it again after a pause: after a renewal
    /// this worker polls it next, and its deliveries are not counted, so that an outage of any length does
    /// not exhaust them.
    private Work.Done keep(ConsumerRecord<String, byte[]> record, RetryingPublisher.UnpublishedException fault)
            throws InterruptedException {
        about(record, LOG.atDebug().setCause(fault)).log("result not published, record kept");
        var pause = publishing.failed(fault);
        heartbeat.beat(pause);
        stop.pause(pause);
        return new Work.Done(stop.isGiven() ? AcknowledgeType.RELEASE : AcknowledgeType.RENEW);
    }

    /// Whether the broker has accepted the acknowledgement of `record`, so that it is not delivered again.
    private static boolean isTaken(ConsumerRecord<String, byte[]> record, ShareConsumer<String, byte[]> member) {
        try {
            return member.commitSync().entrySet().stream()
                    .filter(entry -> entry.getKey().partition() == record.partition())
                    .allMatch(entry -> entry.getValue().isEmpty());
        } catch (KafkaException e) {
            about(record, LOG.atWarn().setCause(e))
                    .log("acknowledgement possibly not accepted, a blob may be orphaned");
            return false;
        }
    }

    private static void run(Work.Afterwards afterwards, ConsumerRecord<String, byte[]> record)
            throws InterruptedException {
        try {
            afterwards.run();
        } catch (RetryingPublisher.UnpublishedException e) {
            about(record, LOG.atWarn().setCause(e)).log("orphaned blob not purged");
        }
    }

    private static LoggingEventBuilder about(ConsumerRecord<String, byte[]> record, LoggingEventBuilder event) {
        return event.addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset());
    }

    private void acknowledged(Map<TopicIdPartition, Set<Long>> offsets, @Nullable Exception failure) {
        if (failure != null) {
            metrics.acknowledgementFailed(
                    offsets.values().stream().mapToInt(Set::size).sum());
            LOG.atWarn()
                    .setCause(failure)
                    .addKeyValue("records", offsets)
                    .log("acknowledgements refused, the records are delivered again");
        }
    }

    private void close(ShareConsumer<String, byte[]> member, Duration limit) {
        consumer = null;
        // otherwise closing could not send the last acknowledgements
        var interrupted = Thread.interrupted();
        try {
            member.close(limit);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("worker has not left its group, whose session will expire");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
