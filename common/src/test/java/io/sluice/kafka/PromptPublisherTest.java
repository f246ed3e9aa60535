package io.sluice.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.command.CopyCommand;
import io.sluice.operation.OperationId;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import io.sluice.trace.TraceHeaders;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromptPublisherTest {

    /// A producer that blocks, like one without metadata, until it is released.
    private static final class BlockingProducer extends MockProducer<String, byte[]> {

        private final CountDownLatch metadata = new CountDownLatch(1);

        BlockingProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            try {
                metadata.await();
            } catch (InterruptedException _) {
                throw new org.apache.kafka.common.errors.InterruptException("interrupted");
            }
            return super.send(record, callback);
        }
    }

    private final BlockingProducer producer = new BlockingProducer();
    private final PromptPublisher publisher = PromptPublisher.start(producer);

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void doesNotBlockWithABlockingProducer() {
        var published = publisher.publish(Topics.COPIES, "op", new CopyCommand.Cancel(new OperationId("op")));

        assertThat(published).isNotDone();
        producer.metadata.countDown();
        assertThat(published).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void keepsTheOrderAndTheTrace() {
        var trace = TraceContext.fresh();
        var published = IntStream.range(0, 100)
                .mapToObj(number -> Scope.call(
                        trace,
                        () -> publisher.publish(
                                Topics.COPIES,
                                "op-" + number,
                                new CopyCommand.Cancel(new OperationId("op-" + number)))))
                .toList();
        producer.metadata.countDown();
        await().until(() -> published.stream().allMatch(Future::isDone));

        assertThat(producer.history())
                .extracting(ProducerRecord::key)
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .mapToObj(number -> "op-" + number)
                        .toList());
        assertThat(producer.history())
                .allSatisfy(
                        record -> assertThat(TraceHeaders.read(record.headers()).traceId())
                                .isEqualTo(trace.traceId()));
    }

    @Test
    void refusesRecordsWhenItsQueueIsFull() {
        var published = IntStream.range(0, 10_100)
                .mapToObj(_ -> publisher.publish(Topics.COPIES, "op", new CopyCommand.Cancel(new OperationId("op"))))
                .toList();

        assertThat(published.stream().filter(Future::isDone)).hasSizeBetween(99, 100);
        assertThat(published.getLast()).isCompletedExceptionally();
    }
}
