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
/// up.
final class QueueWorker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final String topic;
    private final ShareConsumer<String, byte[]> consumer;
    private final Work work;
    private final QueueMetrics metrics;
    private final StopSignal stop;

    private volatile State state = State.STARTING;

    /// When the work on a record began, of [System#nanoTime()]; 0 while there is none.
    private volatile long workingSince;

    /// Where a worker is in its life.
    enum State {
        STARTING,
        POLLING,
        ENDED,
        FAILED
    }

    QueueWorker(
            String topic, ShareConsumer<String, byte[]> consumer, Work work, QueueMetrics metrics, StopSignal stop) {
        this.topic = topic;
        this.consumer = consumer;
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
        consumer.wakeup();
    }

    @Override
    public void run() {
        metrics.alive(true);
        try {
            consumer.setAcknowledgementCommitCallback(this::acknowledged);
            consumer.subscribe(List.of(topic));
            while (!stop.isGiven()) {
                pollOnce();
            }
            state = State.ENDED;
        } catch (WakeupException | InterruptedException e) {
            state = stop.isGiven() ? State.ENDED : failed(e);
        } catch (RuntimeException | Error e) {
            state = failed(e);
        } finally {
            metrics.alive(false);
            close();
        }
    }

    private void pollOnce() throws InterruptedException {
        ConsumerRecords<String, byte[]> records;
        try {
            records = consumer.poll(POLL);
            state = State.POLLING;
        } catch (RetriableException e) {
            LOG.atWarn().setCause(e).addKeyValue("topic", topic).log("polling failed and is tried again");
            stop.pause(PAUSE);
            return;
        }
        for (var record : records) {
            Scope.run(TraceHeaders.read(record.headers()), () -> handle(record));
        }
    }

    /// Every polled record is acknowledged here, whatever happens, since the next poll demands it.
    private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        metrics.working(true);
        workingSince = System.nanoTime() | 1;
        try {
            var done = workOrRelease(record);
            consumer.acknowledge(record, done.acknowledgement());
            if (done.afterwards() != null && isTaken(record)) {
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
    private boolean isTaken(ConsumerRecord<String, byte[]> record) {
        try {
            return consumer.commitSync().entrySet().stream()
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

    private void close() {
        Thread.interrupted(); // or closing could not send the last acknowledgements
        try {
            consumer.close(CLOSE);
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("a worker could not leave its group, which will notice by itself");
        }
    }
}
