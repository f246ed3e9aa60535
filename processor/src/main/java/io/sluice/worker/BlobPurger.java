package io.sluice.worker;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.command.Rejection;
import io.sluice.image.PreviewKey;
import io.sluice.image.PreviewSize;
import io.sluice.kafka.ConsumerConnection;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.StopFlag;
import io.sluice.queue.WorkerDeadLetters;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import io.sluice.trace.TopicSpans;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Outage;
import io.sluice.worker.upload.UploadProcessing;
import io.sluice.worker.upload.WorkerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that deletes the blobs named on `sluice.blob-purges`, to which no image refers. It runs from
/// [#start] to [#close()].
///
/// Delivery is at least once: a purge is committed after the store has confirmed it, and deleting a blob
/// twice is harmless. While the store is unavailable, the purger waits, longer each time. After any failure
/// of its consumer, it continues with a new one behind the last committed purge.
public final class BlobPurger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobPurger.class);
    private static final int RECORDS_A_POLL = 100;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration LEAVE = Duration.ofSeconds(10);

    /// Maximum duration of deleting one blob, or of publishing one record.
    private static final Duration ONE = Duration.ofMinutes(2);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final ObjectStore store;
    private final RetryingPublisher publisher;
    private final MeterRegistry registry;
    private final Clock clock;
    private final StopFlag stop;
    private final Outage kafka = new Outage(Topics.BLOB_PURGERS);
    private final Outage dependency;
    private final Heartbeat heartbeat;
    private final Thread thread;

    /// The failure to purge the current record. Confined to the thread.
    private RuntimeException failure = new IllegalStateException("nothing has failed");

    private volatile @Nullable Consumer<String, byte[]> consumer;
    private volatile boolean ready;
    private volatile boolean failed;

    private BlobPurger(
            Supplier<Consumer<String, byte[]>> consumers,
            ObjectStore store,
            Publisher publisher,
            MeterRegistry registry,
            Clock clock,
            Heartbeats heartbeats) {
        this.consumers = consumers;
        this.store = store;
        this.stop = new StopFlag();
        this.publisher = new RetryingPublisher(publisher, stop);
        this.registry = registry;
        this.clock = clock;
        this.dependency = new Outage(Topics.BLOB_PURGERS + " purging", FIRST_WAIT, LONGEST_WAIT);
        this.thread = Thread.ofPlatform().name(Topics.BLOB_PURGERS).unstarted(this::run);
        this.heartbeat = heartbeats.register(Topics.BLOB_PURGERS, this::kick);
    }

    /// Starts the purger. The caller closes the arguments after the purger.
    public static BlobPurger start(
            KafkaClients kafka,
            ObjectStore store,
            Publisher publisher,
            MeterRegistry registry,
            Clock clock,
            Heartbeats heartbeats) {
        return start(
                () -> kafka.groupMember(Topics.BLOB_PURGERS, Topics.BLOB_PURGERS, RECORDS_A_POLL),
                store,
                publisher,
                registry,
                clock,
                heartbeats);
    }

    static BlobPurger start(
            Supplier<Consumer<String, byte[]>> consumers,
            ObjectStore store,
            Publisher publisher,
            MeterRegistry registry,
            Clock clock,
            Heartbeats heartbeats) {
        var purger = new BlobPurger(consumers, store, publisher, registry, clock, heartbeats);
        purger.thread.start();
        return purger;
    }

    /// Returns whether the purger polls its topic; false while it waits for Kafka.
    public boolean ready() {
        return ready && !failed;
    }

    /// Returns whether the thread has ended with an [Error] such as a lack of memory.
    public boolean failed() {
        return failed;
    }

    private void run() {
        try (heartbeat) {
            while (!stop.isGiven()) {
                try {
                    purgeWithOneConsumer();
                } catch (InterruptedException | RuntimeException e) { // a new consumer may succeed
                    ready = false;
                    awaitNextTry(e);
                }
            }
        } catch (Error e) {
            failed = true;
            LOG.atError().setCause(e).log("blob purger ended by an error, unused blobs stay in the store");
        }
    }

    private void purgeWithOneConsumer() throws InterruptedException {
        var current = consumers.get();
        consumer = current;
        try {
            var contact = new ConsumerConnection(current::metrics);
            current.subscribe(List.of(Topics.BLOB_PURGES.name()));
            while (!stop.isGiven()) {
                heartbeat.beat();
                var records = current.poll(POLL);
                contact.polled(records.count());
                purge(records, current);
                observe(contact);
            }
        } finally {
            consumer = null;
            close(current);
        }
    }

    private void observe(ConsumerConnection contact) {
        ready = !contact.isLost();
        if (!contact.isShaky()) {
            kafka.over();
        } else if (contact.isLost() && !kafka.isOn()) {
            var _ = kafka.failed("no broker answers");
        }
    }

    private static void close(Consumer<String, byte[]> consumer) {
        // otherwise closing could not leave the group
        var _ = Thread.interrupted();
        try {
            consumer.close(CloseOptions.timeout(CLOSE).withGroupMembershipOperation(LEAVE_GROUP));
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("consumer not closed");
        }
    }

    private void awaitNextTry(Exception fault) {
        var _ = Thread.interrupted();
        if (stop.isGiven()) {
            return;
        }
        LOG.atDebug().setCause(fault).log("consumer failed");
        var pause = kafka.failed(fault);
        heartbeat.beat(pause);
        try {
            stop.pause(pause);
        } catch (InterruptedException _) {
            LOG.atDebug().log("pause interrupted");
        }
    }

    private void kick() {
        wakeup();
        thread.interrupt();
    }

    private void wakeup() {
        var current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    private void purge(ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> from)
            throws InterruptedException {
        for (var partition : records.partitions()) {
            for (var record : records.records(partition)) {
                heartbeat.beat(ONE);
                while (!TopicSpans.call(record.topic(), record.headers(), () -> purge(record))) {
                    hold(from);
                }
            }
            commit(partition, records.records(partition).getLast().offset() + 1, from);
        }
    }

    /// Returns whether the record is done and can be committed.
    private boolean purge(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            var purge = Topics.BLOB_PURGES.deserializer().deserialize(record.topic(), record.value());
            if (purge != null) {
                store.delete(purge.blob());
                for (var size : PreviewSize.values()) {
                    store.delete(PreviewKey.of(purge.blob(), size));
                }
                registry.counter(WorkerMetrics.PURGED).increment();
                LOG.atDebug()
                        .addKeyValue("blob", purge.blob())
                        .addKeyValue("reason", purge.reason())
                        .log("blob purged");
            }
            dependency.over();
            return true;
        } catch (SerializationException e) {
            return publishDeadLetter(record, new Rejection.MalformedCommand(String.valueOf(e.getMessage())));
        } catch (StoreUnavailableException e) {
            registry.counter(WorkerMetrics.PURGE_FAILURES).increment();
            failure = e;
            return false;
        } catch (RuntimeException e) { // the same blob would fail again; a sweep of the store finds it
            LOG.atError().setCause(e).log("purging failed with an internal error");
            return publishDeadLetter(record, new Rejection.GivenUp(1, UploadProcessing.INTERNAL_ERROR));
        }
    }

    /// Returns whether the record's dead letter is durable.
    private boolean publishDeadLetter(ConsumerRecord<String, byte[]> record, Rejection reason)
            throws InterruptedException {
        try {
            publisher.publish(
                    Topics.DEAD_LETTERS,
                    WorkerDeadLetters.key(record),
                    WorkerDeadLetters.of(record, reason, 1, clock.instant()));
        } catch (RetryingPublisher.UnpublishedException e) {
            failure = e;
            return !e.isTransient();
        }
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason.code())
                .log("purge given up");
        return true;
    }

    /// Waits, and polls meanwhile so that the consumer stays in its group.
    private void hold(Consumer<String, byte[]> from) {
        var wait = dependency.failed(failure);
        heartbeat.beat(wait.plus(ONE));
        from.pause(from.assignment());
        // partitions that are assigned meanwhile are not paused; their records are processed afterwards
        var early = from.poll(wait);
        for (var partition : early.partitions()) {
            from.seek(partition, early.records(partition).getFirst().offset());
        }
        from.resume(from.assignment());
    }

    private void commit(TopicPartition partition, long offset, Consumer<String, byte[]> from) {
        try {
            from.commitSync(Map.of(partition, new OffsetAndMetadata(offset)), CALL);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("purges not committed, they are repeated");
        }
    }

    /// Stops after the current blob. Has no effect the second time.
    @Override
    public void close() {
        stop.give();
        wakeup();
        try {
            if (!thread.join(LEAVE)) {
                thread.interrupt();
                LOG.atWarn().log("blob purger not stopped in time");
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
