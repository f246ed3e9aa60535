package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueWorkersTest {

    private final MeasuredShareConsumer consumer = new MeasuredShareConsumer();
    private final OneGroup group = new OneGroup();
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

    @Test
    void leavesTheGroupWhenItHasNoConnectionAndJoinsItAgainWhenABrokerIsBack() throws InterruptedException {
        leavesAndJoinsAgain(() -> consumer.connections = 0);
    }

    @Test
    void leavesTheGroupWhenItsHeartbeatsHaveStoppedAndJoinsItAgainWhenABrokerIsBack() throws InterruptedException {
        leavesAndJoinsAgain(() -> consumer.lastHeartbeat = 16);
    }

    private void leavesAndJoinsAgain(Runnable fault) throws InterruptedException {
        start(Duration.ofMinutes(1), _ -> new Work.Done(AcknowledgeType.ACCEPT));
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());

        fault.run();
        assertThat(group.waited.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(consumer.closed).isTrue();
        assertThat(workers.ready()).isFalse();
        assertThat(workers.failed()).isFalse();

        group.next.add(new MeasuredShareConsumer());
        group.back.countDown();
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());
    }

    private void start(Duration longest, Work work) {
        var setup = new QueueWorkers.Setup(
                "test", 1, Topics.COPY_TASKS, Topics.COPY_WORKERS, longest, Duration.ofSeconds(10));
        workers = QueueWorkers.start(setup, group, work, metrics, new StopSignal());
    }

    /// Hands out one consumer after the other, and waits for the broker until that is back.
    private final class OneGroup implements ShareGroup {

        private final BlockingQueue<MeasuredShareConsumer> next = new LinkedBlockingQueue<>(List.of(consumer));
        private final CountDownLatch waited = new CountDownLatch(1);
        private final CountDownLatch back = new CountDownLatch(1);

        @Override
        public ShareConsumer<String, byte[]> join(int number) {
            return next.remove();
        }

        @Override
        public void awaitBroker(StopSignal stop) throws InterruptedException {
            waited.countDown();
            back.await();
        }
    }

    /// Has the metrics of a consumer that is connected, until they are set.
    private static final class MeasuredShareConsumer extends MockShareConsumer<String, byte[]> {

        private volatile double connections = 1;
        private volatile double lastHeartbeat = 0;
        private volatile boolean closed;

        @Override
        public synchronized void close(Duration timeout) {
            super.close(timeout);
            closed = true;
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            return Map.of(
                    name("connection-count"), metric("connection-count", connections),
                    name("last-heartbeat-seconds-ago"), metric("last-heartbeat-seconds-ago", lastHeartbeat));
        }

        private static MetricName name(String name) {
            return new MetricName(name, "test", "", Map.of());
        }

        private static Metric metric(String name, double value) {
            return new Metric() {

                @Override
                public MetricName metricName() {
                    return name(name);
                }

                @Override
                public Object metricValue() {
                    return value;
                }
            };
        }
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
