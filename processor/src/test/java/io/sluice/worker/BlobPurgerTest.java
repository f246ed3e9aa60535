package io.sluice.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.command.BlobPurge;
import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import io.sluice.image.PreviewKey;
import io.sluice.image.PreviewSize;
import io.sluice.kafka.Topics;
import io.sluice.testsupport.MemoryStore;
import io.sluice.testsupport.RecordingPublisher;
import io.sluice.watch.Heartbeats;
import io.sluice.worker.upload.WorkerMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlobPurgerTest {

    private static final TopicPartition PARTITION = new TopicPartition("sluice.blob-purges", 0);
    private static final BlobKey FIRST = BlobKey.unique(new Organization("acme"));
    private static final BlobKey SECOND = BlobKey.unique(new Organization("acme"));

    private final MemoryStore store = new MemoryStore();
    private final RecordingPublisher publisher = new RecordingPublisher();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private static final class WaitingConsumer extends MockConsumer<String, byte[]> {
        WaitingConsumer() {
            super(AutoOffsetResetStrategy.EARLIEST.name());
        }

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            LockSupport.parkNanos(5_000_000); // the mock does not wait
            return super.poll(timeout);
        }
    }

    private final MockConsumer<String, byte[]> consumer = new WaitingConsumer();
    private final MockConsumer<String, byte[]> secondConsumer = new WaitingConsumer();
    private final BlockingQueue<MockConsumer<String, byte[]>> consumers =
            new LinkedBlockingQueue<>(List.of(consumer, secondConsumer));

    private BlobPurger purger;
    private long offset;

    @BeforeEach
    void start() {
        store.put(FIRST, new byte[1]);
        store.put(SECOND, new byte[1]);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        purger = BlobPurger.start(consumers::remove, store, publisher, registry, Clock.systemUTC(), new Heartbeats());
        await().until(() -> !consumer.subscription().isEmpty());
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
    }

    @AfterEach
    void close() {
        purger.close();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void deletesABlobBeforeTheCommit() {
        publish(FIRST);

        awaitCommitted(1);
        assertThat(store.keys()).containsOnly(SECOND);
        assertThat(registry.counter(WorkerMetrics.PURGED).count()).isEqualTo(1);
    }

    @Test
    void deletesThePreviewsOfABlob() {
        for (var size : PreviewSize.values()) {
            store.put(PreviewKey.of(FIRST, size), new byte[1]);
        }
        var other = PreviewKey.of(SECOND, PreviewSize.MEDIUM);
        store.put(other, new byte[1]);
        publish(FIRST);

        awaitCommitted(1);
        assertThat(store.keys()).containsOnly(SECOND, other);
    }

    @Test
    void ignoresAMissingBlob() {
        publish(FIRST);
        publish(FIRST);

        awaitCommitted(2);
        assertThat(store.keys()).containsOnly(SECOND);
    }

    @Test
    void waitsForAnUnavailableStoreWithoutSkippingARecord() {
        store.goDown();
        publish(FIRST);
        publish(SECOND);
        await().until(() -> registry.counter(WorkerMetrics.PURGE_FAILURES).count() >= 1);
        assertThat(store.keys()).containsOnly(FIRST, SECOND);

        store.comeBack();

        awaitCommitted(2);
        assertThat(store.keys()).isEmpty();
        assertThat(purger.ready()).isTrue();
    }

    @Test
    void publishesADeadLetterForARecordThatIsNotAPurge() {
        publish("nonsense".getBytes(UTF_8));
        publish(SECOND);

        awaitCommitted(2);
        assertThat(publisher.topics()).containsExactly("sluice.dead-letters");
        assertThat(store.keys()).containsOnly(FIRST);
    }

    @Test
    void continuesWithANewConsumerAfterAnUnknownFailure() {
        await().until(purger::ready);
        secondConsumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.setPollException(new KafkaException("broken"));
        await().until(() -> !purger.ready());

        await().until(() -> !secondConsumer.subscription().isEmpty());
        secondConsumer.schedulePollTask(() -> secondConsumer.rebalance(List.of(PARTITION)));
        publish(FIRST, secondConsumer);

        await().untilAsserted(() -> assertThat(store.keys()).containsOnly(SECOND));
        assertThat(purger.ready()).isTrue();
        assertThat(purger.failed()).isFalse();
    }

    @Test
    void publishesADeadLetterForABlobThatCausesAnInternalError() {
        store.breakNextDeletion(new IllegalStateException("a bug"));
        publish(FIRST);
        publish(SECOND);

        awaitCommitted(2);
        assertThat(publisher.topics()).containsExactly("sluice.dead-letters");
        assertThat(store.keys()).containsOnly(FIRST);
    }

    private void publish(BlobKey blob) {
        publish(blob, consumer);
    }

    private void publish(BlobKey blob, MockConsumer<String, byte[]> to) {
        publish(Topics.BLOB_PURGES.serializer().serialize("sluice.blob-purges", new BlobPurge(blob, "test")), to);
    }

    private void publish(byte[] value) {
        publish(value, consumer);
    }

    private void publish(byte[] value, MockConsumer<String, byte[]> to) {
        long here = offset++;
        to.schedulePollTask(() -> to.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, here, "key", value)));
    }

    private void awaitCommitted(long committed) {
        await().untilAsserted(() -> assertThat(consumer.committed(Set.of(PARTITION)))
                .containsEntry(PARTITION, new OffsetAndMetadata(committed)));
    }
}
