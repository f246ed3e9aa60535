package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueWorkersTest {

    private final MockShareConsumer<String, byte[]> consumer = new MockShareConsumer<>();
    private final LifeMetrics metrics = new LifeMetrics();
    private final CountDownLatch held = new CountDownLatch(1);
    private QueueWorkers workers;

    @AfterEach
    void close() {
        held.countDown();
        workers.close();
    }

    @Test
    void isNotReadyWhileAWorkerHoldsARecordForLongerThanWorkMayTake() {
        consumer.subscribe(List.of(Topics.COPY_TASKS.name()));
        consumer.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));

        start(Duration.ofMillis(1), _ -> {
            held.await();
            return new Work.Done(AcknowledgeType.ACCEPT);
        });
        await().untilAsserted(() -> assertThat(workers.ready()).isFalse());

        held.countDown();
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());
    }

    @Test
    void isReadyWhileTheWorkOnARecordTakesItsTime() {
        consumer.subscribe(List.of(Topics.COPY_TASKS.name()));
        var taken = new CountDownLatch(1);
        consumer.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));

        start(Duration.ofMinutes(1), _ -> {
            taken.countDown();
            held.await();
            return new Work.Done(AcknowledgeType.ACCEPT);
        });

        await().until(() -> taken.getCount() == 0);
        assertThat(workers.ready()).isTrue();
        assertThat(workers.failed()).isFalse();
    }

    @Test
    void endsAWorkerWhoseWorkThrowsWhatNobodyExpects() {
        consumer.subscribe(List.of(Topics.COPY_TASKS.name()));
        consumer.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));

        start(Duration.ofMinutes(1), _ -> {
            throw new IllegalStateException("a bug");
        });

        await().until(() -> metrics.ended);
        assertThat(workers.ready()).isFalse();
        assertThat(workers.failed()).isTrue();
    }

    private void start(Duration longest, Work work) {
        var setup = new QueueWorkers.Setup(
                "test", 1, Topics.COPY_TASKS, Topics.COPY_WORKERS, longest, Duration.ofSeconds(10));
        workers = QueueWorkers.start(setup, _ -> consumer, work, metrics, new StopSignal());
    }

    private static final class LifeMetrics implements QueueMetrics {

        private volatile boolean ended;

        @Override
        public void alive(boolean now) {
            ended = !now;
        }

        @Override
        public void working(boolean now) {}

        @Override
        public void acknowledgementFailed(int records) {}
    }
}
