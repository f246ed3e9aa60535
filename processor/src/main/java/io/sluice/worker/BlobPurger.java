package io.sluice.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.command.Rejection;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.queue.DeadLetters;
import io.sluice.queue.PatientPublisher;
import io.sluice.queue.StopSignal;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the blobs that nobody needs, named on `sluice.blob-purges`. One thread, running from [#start] to
/// [#close()].
///
/// At least once: a blob counts as removed only when the store said so, and removing it twice is harmless.
/// While the store is down the purger waits, longer each time.
public final class BlobPurger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BlobPurger.class);
    private static final int RECORDS_A_POLL = 100;
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final Consumer<String, byte[]> consumer;
    private final ObjectStore store;
    private final PatientPublisher publisher;
    private final MeterRegistry registry;
    private final Clock clock;
    private final StopSignal stop;
    private final Thread thread;

    private volatile boolean failed;
    private Duration wait = FIRST_WAIT;

    private BlobPurger(
            Consumer<String, byte[]> consumer,
            ObjectStore store,
            Publisher publisher,
            MeterRegistry registry,
            Clock clock) {
        this.consumer = consumer;
        this.store = store;
        this.stop = new StopSignal();
        this.publisher = new PatientPublisher(publisher, stop);
        this.registry = registry;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name(Topics.BLOB_PURGERS).unstarted(this::run);
    }

    /// What is handed in stays the caller's to close, after this.
    public static BlobPurger start(
            KafkaClients kafka, ObjectStore store, Publisher publisher, MeterRegistry registry, Clock clock) {
        var consumer = kafka.groupMember(Topics.BLOB_PURGERS, Topics.BLOB_PURGERS, RECORDS_A_POLL);
        return start(consumer, store, publisher, registry, clock);
    }

    static BlobPurger start(
            Consumer<String, byte[]> consumer,
            ObjectStore store,
            Publisher publisher,
            MeterRegistry registry,
            Clock clock) {
        var purger = new BlobPurger(consumer, store, publisher, registry, clock);
        purger.thread.start();
        return purger;
    }

    /// Whether the purger works, or would if there was something to purge.
    public boolean ready() {
        return !failed;
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(Topics.BLOB_PURGES.name()));
            while (!stop.isGiven()) {
                purge(consumer.poll(POLL));
            }
        } catch (WakeupException | InterruptedException e) {
            failed = !stop.isGiven();
        } catch (RuntimeException | Error e) {
            failed = true;
            LOG.atError().setCause(e).log("the blob purger died, blobs that nobody needs are left in the store");
        }
    }

    private void purge(ConsumerRecords<String, byte[]> records) throws InterruptedException {
        for (var partition : records.partitions()) {
            for (var record : records.records(partition)) {
                while (!Scope.call(TraceHeaders.read(record.headers()), () -> purge(record))) {
                    hold();
                }
            }
            commit(partition, records.records(partition).getLast().offset() + 1);
        }
    }

    /// Whether the record is done with.
    private boolean purge(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            var purge = Topics.BLOB_PURGES.deserializer().deserialize(record.topic(), record.value());
            if (purge != null) {
                store.delete(purge.blob());
                registry.counter(WorkerMetrics.PURGED).increment();
                LOG.atDebug()
                        .addKeyValue("blob", purge.blob())
                        .addKeyValue("reason", purge.reason())
                        .log("blob purged");
            }
            wait = FIRST_WAIT;
            return true;
        } catch (SerializationException e) {
            var reason = new Rejection.MalformedCommand(String.valueOf(e.getMessage()));
            publisher.publish(
                    Topics.DEAD_LETTERS, DeadLetters.key(record), DeadLetters.of(record, reason, 1, clock.instant()));
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("a record that is no purge was put aside");
            return true;
        } catch (StoreUnavailableException e) {
            registry.counter(WorkerMetrics.PURGE_FAILURES).increment();
            LOG.atWarn().setCause(e).addKeyValue("wait", wait).log("purging a blob failed and is tried again");
            return false;
        }
    }

    /// Waits, polling all the while so that the group keeps us.
    private void hold() {
        consumer.pause(consumer.assignment());
        // partitions that come to us meanwhile are not paused: their records wait their turn as well
        var early = consumer.poll(wait);
        for (var partition : early.partitions()) {
            consumer.seek(partition, early.records(partition).getFirst().offset());
        }
        consumer.resume(consumer.assignment());
        var longer = wait.multipliedBy(2);
        wait = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
    }

    private void commit(TopicPartition partition, long offset) {
        try {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("purges cannot be committed and will be repeated, which is harmless");
        }
    }

    /// Ends after the blob that is being removed. Does nothing the second time.
    @Override
    public void close() {
        stop.give();
        consumer.wakeup();
        try {
            if (!thread.join(LEAVE)) {
                thread.interrupt();
                LOG.atWarn().log("the store keeps the blob purger from ending");
            }
        } catch (InterruptedException _) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
