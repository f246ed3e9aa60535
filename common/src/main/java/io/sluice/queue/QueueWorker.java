package io.sluice.queue;

import io.sluice.trace.Scope;
import io.sluice.trace.TraceHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// One thread's loop over a queue: poll, work, acknowledge. It alone touches its consumer, which others may only wake
/// up. While there is no broker it has none, for [Contact] tells what a consumer does then.
final class QueueWorker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /// How long to wait for a broker that was not there a moment ago.
    private static final Duration CLOSE_WITHOUT_BROKER = Duration.ofMillis(100);

    private final String topic;
    private final int number;
    private final ShareGroup group;
    private final Work work;
    private final QueueMetrics metrics;
    private final StopSignal stop;

    private volatile State state = State.JOINING;

    private volatile @Nullable ShareConsumer<String, byte[]> consumer;

    /// When the work on a record began, of [System#nanoTime()]; 0 while there is none.
    private volatile long workingSince;

    /// Where a worker is in its life.
    enum State {
        JOINING,
        POLLING,
        ENDED,
        FAILED
    }

    QueueWorker(String topic, int number, ShareGroup group, Work work, QueueMetrics metrics, StopSignal stop) {
        this.topic = topic;
        this.number = number;
        this.group = group;
        this.work = work;
        this.metrics = metrics;
        this.stop = stop;
    }

    State state() {
        return state;
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

    @Override
    public void run() {
        metrics.alive(true);
        try {
            while (!stop.isGiven()) {
                workWhileThereIsABroker();
            }
            state = State.ENDED;
        } catch (WakeupException | InterruptedException e) {
            state = stop.isGiven() ? State.ENDED : failed(e);
        } catch (RuntimeException | Error e) {
            state = failed(e);
        } finally {
            metrics.alive(false);
        }
    }

    private void workWhileThereIsABroker() throws InterruptedException {
        var member = group.join(number);
        consumer = member;
        var contact = new Contact(member);
        try {
            member.setAcknowledgementCommitCallback(this::acknowledged);
            member.subscribe(List.of(topic));
            while (!stop.isGiven() && !contact.isLost()) {
                pollOnce(member, contact);
            }
        } finally {
            close(member, contact.isLost() ? CLOSE_WITHOUT_BROKER : CLOSE);
        }
        if (contact.isLost()) {
            state = State.JOINING;
            group.awaitBroker(stop);
        }
    }

    private void pollOnce(ShareConsumer<String, byte[]> member, Contact contact) throws InterruptedException {
        ConsumerRecords<String, byte[]> records;
        try {
            records = member.poll(POLL);
            state = State.POLLING;
        } catch (RetriableException e) {
            LOG.atWarn().setCause(e).addKeyValue("topic", topic).log("polling failed and is tried again");
            stop.pause(PAUSE);
            return;
        }
        contact.polled(records.count());
        for (var record : records) {
            Scope.run(TraceHeaders.read(record.headers()), () -> handle(record, member));
        }
    }

    /// Every polled record is acknowledged here, whatever happens, since the next poll demands it.
    private void handle(ConsumerRecord<String, byte[]> record, ShareConsumer<String, byte[]> member)
            throws InterruptedException {
        metrics.working(true);
        workingSince = System.nanoTime() | 1;
        try {
            var done = workOrRelease(record);
            member.acknowledge(record, done.acknowledgement());
            if (done.afterwards() != null && isTaken(record, member)) {
                run(done.afterwards(), record);
            }
        } finally {
            workingSince = 0;
            metrics.working(false);
        }
    }

    private Work.Done workOrRelease(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            return work.on(record);
        } catch (PatientPublisher.UnpublishedException e) {
            about(record, LOG.atError().setCause(e)).log("what became of a record cannot be told, so it is done again");
            return new Work.Done(AcknowledgeType.RELEASE);
        }
    }

    /// Whether the broker has taken the acknowledgement of `record`, so that it cannot come back.
    private static boolean isTaken(ConsumerRecord<String, byte[]> record, ShareConsumer<String, byte[]> member) {
        try {
            return member.commitSync().entrySet().stream()
                    .filter(entry -> entry.getKey().partition() == record.partition())
                    .allMatch(entry -> entry.getValue().isEmpty());
        } catch (RetriableException | WakeupException e) {
            about(record, LOG.atWarn().setCause(e))
                    .log("an acknowledgement may not have been taken, so a blob may be left over");
            return false;
        }
    }

    private static void run(Work.Afterwards afterwards, ConsumerRecord<String, byte[]> record)
            throws InterruptedException {
        try {
            afterwards.run();
        } catch (PatientPublisher.UnpublishedException e) {
            about(record, LOG.atWarn().setCause(e)).log("a blob is left over that nobody needs");
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
                    .log("acknowledgements came too late, the records are delivered again");
        }
    }

    private State failed(Throwable failure) {
        LOG.atError().setCause(failure).addKeyValue("topic", topic).log("a worker died");
        return State.FAILED;
    }

    private void close(ShareConsumer<String, byte[]> member, Duration limit) {
        consumer = null;
        // or closing could not send the last acknowledgements
        var interrupted = Thread.interrupted();
        try {
            member.close(limit);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("a worker could not leave its group, which will notice by itself");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
