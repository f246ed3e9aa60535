package io.sluice.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.kafka.Topics;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueWorkersTest {

    private final MeasuredShareConsumer consumer = new MeasuredShareConsumer();
    private final OneGroup group = new OneGroup();
    private final Heartbeats heartbeats = new Heartbeats();
    private final List<String> givenUp = new CopyOnWriteArrayList<>();
    private final LifeMetrics metrics = new LifeMetrics();
    private final CountDownLatch held = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init") // set by each test
    private QueueWorkers workers;

    @AfterEach
    void close() {
        held.countDown();
        workers.close();
    }

    @Test
    void isNotReadyWhileAWorkerExceedsTheTimeLimitOfARecord() {
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
    void isReadyWhileAWorkerIsWithinTheTimeLimitOfARecord() {
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
    void givesUpARecordAfterABugAndContinues() {
        consumer.subscribe(List.of(Topics.COPY_TASKS.name()));
        consumer.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));

        start(Duration.ofMinutes(1), _ -> {
            throw new IllegalStateException("a bug");
        });

        await().untilAsserted(() -> assertThat(consumer.acknowledged).containsExactly(AcknowledgeType.REJECT));
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());
        assertThat(givenUp).containsExactly("a bug");
        assertThat(workers.failed()).isFalse();
    }

    @Test
    void endsAWorkerThatIsOutOfMemory() {
        consumer.subscribe(List.of(Topics.COPY_TASKS.name()));
        consumer.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));

        start(Duration.ofMinutes(1), _ -> {
            throw new OutOfMemoryError("no heap");
        });

        await().until(() -> metrics.ended);
        assertThat(workers.ready()).isFalse();
        assertThat(workers.failed()).isTrue();
    }

    @Test
    void joinsAgainWithANewConsumerAfterAnUnknownFailure() {
        var second = new MeasuredShareConsumer();
        group.next.add(second);
        start(Duration.ofMinutes(1), _ -> new Work.Done(AcknowledgeType.ACCEPT));
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());

        consumer.pollFault = new IllegalStateException("Unexpected error code 15 while fetching");

        await().until(() -> consumer.closed);
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());
        second.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));
        await().untilAsserted(() -> assertThat(second.acknowledged).containsExactly(AcknowledgeType.ACCEPT));
        assertThat(workers.failed()).isFalse();
        assertThat(metrics.ended).isFalse();
    }

    @Test
    void joinsAgainAfterAKick() throws InterruptedException {
        consumer.subscribe(List.of(Topics.COPY_TASKS.name()));
        consumer.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));
        group.next.add(new MeasuredShareConsumer());
        var taken = new CountDownLatch(1);
        start(Duration.ofMinutes(1), _ -> {
            taken.countDown();
            held.await();
            return new Work.Done(AcknowledgeType.ACCEPT);
        });
        assertThat(taken.await(1, TimeUnit.MINUTES)).isTrue();

        heartbeats.all().forEach(Heartbeat::kick);

        await().until(() -> consumer.closed);
        assertThat(consumer.acknowledged).isEmpty();
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());
    }

    @Test
    void leavesTheGroupWithoutAConnectionAndJoinsItAgainWithOne() throws InterruptedException {
        leavesAndJoinsAgain(() -> consumer.connections = 0);
    }

    @Test
    void leavesTheGroupWithoutHeartbeatsAndJoinsItAgainWithABroker() throws InterruptedException {
        leavesAndJoinsAgain(() -> consumer.lastHeartbeat = 16);
    }

    @Test
    void haveOneMemberWithoutRecordsAndAllWithRecords() {
        group.shared = false;
        var second = new MeasuredShareConsumer();
        group.next.add(second);
        start(2, Duration.ofMillis(100), Duration.ofMinutes(1), _ -> {
            held.await();
            return new Work.Done(AcknowledgeType.ACCEPT);
        });
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());
        assertThat(group.next).as("consumers that were not needed").containsExactly(second);

        consumer.addRecord(new ConsumerRecord<>(Topics.COPY_TASKS.name(), 0, 0, "key", new byte[0]));
        await().untilAsserted(() -> assertThat(second.polls).isPositive());
        assertThat(second.closed).isFalse();

        held.countDown();
        await().until(() -> second.closed);
        assertThat(consumer.closed).isFalse();
        assertThat(workers.ready()).isTrue();
    }

    @Test
    void areAllMembersOfASharedGroup() {
        var second = new MeasuredShareConsumer();
        group.next.add(second);

        start(2, Duration.ZERO, Duration.ofMinutes(1), _ -> new Work.Done(AcknowledgeType.ACCEPT));

        await().untilAsserted(() -> assertThat(second.polls).isPositive());
        await().untilAsserted(() -> assertThat(consumer.polls).isPositive());
        assertThat(workers.ready()).isTrue();
    }

    private void leavesAndJoinsAgain(Runnable fault) throws InterruptedException {
        start(Duration.ofMinutes(1), _ -> new Work.Done(AcknowledgeType.ACCEPT));
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());

        fault.run();
        group.reachable = false;
        await().until(() -> consumer.closed);
        assertThat(consumer.closed).isTrue();
        assertThat(workers.ready()).isFalse();
        assertThat(workers.failed()).isFalse();

        group.next.add(new MeasuredShareConsumer());
        group.reachable = true;
        await().untilAsserted(() -> assertThat(workers.ready()).isTrue());
    }

    /// Work that is done as in `on` and given up for the record.
    private interface On {
        Work.Done on(ConsumerRecord<String, byte[]> record) throws InterruptedException;
    }

    private Work work(On body) {
        return new Work() {
            @Override
            public Done on(ConsumerRecord<String, byte[]> record) throws InterruptedException {
                return body.on(record);
            }

            @Override
            public Done giveUp(ConsumerRecord<String, byte[]> record, RuntimeException fault) {
                givenUp.add(fault.getMessage());
                return new Done(AcknowledgeType.REJECT);
            }
        };
    }

    private void start(Duration longest, On body) {
        start(1, Duration.ofMinutes(1), longest, body);
    }

    private void start(int count, Duration patience, Duration longest, On body) {
        var setup = new QueueWorkers.Setup(
                "test", count, Topics.COPY_TASKS, Topics.COPY_WORKERS, longest, Duration.ofSeconds(10));
        workers = QueueWorkers.start(setup, group, work(body), metrics, new StopFlag(), heartbeats, patience);
    }

    /// Hands out one consumer after the other, and waits for the broker until that is back.
    private final class OneGroup implements ShareGroup {

        private final BlockingQueue<MeasuredShareConsumer> next = new LinkedBlockingQueue<>(List.of(consumer));
        private volatile boolean reachable = true;
        private volatile boolean shared = true;

        @Override
        public ShareConsumer<String, byte[]> join(int number) {
            return next.remove();
        }

        @Override
        public boolean isShared() {
            return shared;
        }

        @Override
        public boolean isReachable() {
            return reachable;
        }
    }

    /// Has the metrics of a consumer that is connected, until they are set.
    private static final class MeasuredShareConsumer extends MockShareConsumer<String, byte[]> {

        private volatile double connections = 1;
        private volatile double lastHeartbeat = 0;
        private final List<AcknowledgeType> acknowledged = new CopyOnWriteArrayList<>();
        private volatile @Nullable RuntimeException pollFault;
        private volatile boolean closed;
        private volatile int polls;

        @Override
        public ConsumerRecords<String, byte[]> poll(Duration timeout) {
            var fault = pollFault;
            if (fault != null) {
                throw fault;
            }
            polls++;
            LockSupport.parkNanos(1_000_000); // the mock does not wait
            return super.poll(timeout);
        }

        @Override
        public synchronized void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
            acknowledged.add(type);
        }

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
