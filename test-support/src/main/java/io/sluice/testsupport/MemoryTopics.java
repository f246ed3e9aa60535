package io.sluice.testsupport;

import static java.util.Objects.requireNonNull;

import io.sluice.kafka.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// In-memory topics, for tests of followers without a broker. Consumers can be created and closed at any time.
public final class MemoryTopics {

    private static final int PARTITIONS = 2;

    /// Guards the logs; notified when a record is added.
    private final Object monitor = new Object();

    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> logs = new HashMap<>();
    private final AtomicInteger polls = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final List<RuntimeException> faults = new ArrayList<>();
    private final List<RuntimeException> positionFaults = new ArrayList<>();
    private final List<RuntimeException> partitionFaults = new ArrayList<>();
    private long first;
    private volatile boolean connected = true;

    public MemoryTopics(Topic<?>... topics) {
        for (var topic : topics) {
            IntStream.range(0, PARTITIONS)
                    .forEach(partition -> logs.put(new TopicPartition(topic.name(), partition), new ArrayList<>()));
        }
    }

    /// Publishes to the partition of `key`.
    public <V> void publish(Topic<V> topic, String key, @Nullable V value) {
        publish(topic, key, value, Instant.now());
    }

    public <V> void publish(Topic<V> topic, String key, @Nullable V value, Instant timestamp) {
        publishBytes(topic.name(), key, topic.serializer().serialize(topic.name(), value), timestamp);
    }

    public void publishBytes(String topic, String key, byte @Nullable [] value, Instant timestamp) {
        // by organization, as everything of one organization is on one partition
        var partition = new TopicPartition(
                topic, Math.floorMod(key.substring(0, (key + "/").indexOf('/')).hashCode(), PARTITIONS));
        synchronized (monitor) {
            var log = log(partition);
            log.add(new ConsumerRecord<>(
                    topic,
                    partition.partition(),
                    log.size(),
                    timestamp.toEpochMilli(),
                    TimestampType.CREATE_TIME,
                    key.length(),
                    value == null ? -1 : value.length,
                    key,
                    value,
                    new RecordHeaders(),
                    Optional.empty()));
            monitor.notifyAll();
        }
    }

    /// Makes the next poll fail.
    public void failNextPoll(RuntimeException fault) {
        synchronized (monitor) {
            faults.add(fault);
            monitor.notifyAll();
        }
    }

    /// Makes the next request for a position fail.
    public void failNextPosition(RuntimeException fault) {
        synchronized (monitor) {
            positionFaults.add(fault);
        }
    }

    /// Makes the next request for partitions fail.
    public void failNextPartitions(RuntimeException fault) {
        synchronized (monitor) {
            partitionFaults.add(fault);
        }
    }

    /// Removes the records before `first`, as retention does.
    public void loseBefore(long first) {
        synchronized (monitor) {
            this.first = first;
        }
    }

    /// Removes all records, as when topics are created anew.
    public void clear() {
        synchronized (monitor) {
            logs.values().forEach(List::clear);
        }
    }

    /// Returns how many consumers were created.
    public int consumers() {
        return made.get();
    }

    /// Disconnects all consumers from all brokers, or connects them again.
    public void connect(boolean connected) {
        this.connected = connected;
    }

    /// Returns how many polls returned records.
    public int polls() {
        return polls.get();
    }

    private List<ConsumerRecord<String, byte[]>> log(TopicPartition partition) {
        return requireNonNull(logs.get(partition), () -> "no " + partition);
    }

    public Consumer<String, byte[]> consumer() {
        return new FollowingConsumer();
    }

    // A lock of the consumer during a poll would keep `wakeup` waiting for it, so the monitor guards what is shared.
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    private final class FollowingConsumer extends MockConsumer<String, byte[]> {

        FollowingConsumer() {
            super("earliest");
            made.incrementAndGet();
            synchronized (monitor) {
                logs.keySet().stream()
                        .map(TopicPartition::topic)
                        .distinct()
                        .forEach(topic -> updatePartitions(
                                topic,
                                IntStream.range(0, PARTITIONS)
                                        .mapToObj(partition -> new PartitionInfo(topic, partition, null, null, null))
                                        .toList()));
                logs.forEach((partition, log) -> {
                    updateBeginningOffsets(Map.of(partition, Math.min(first, log.size())));
                    updateEndOffsets(Map.of(partition, (long) log.size()));
                });
            }
        }

        @Override
        @SuppressWarnings("WaitNotInLoop") // a spurious wakeup is an empty poll
        public ConsumerRecords<String, byte[]> poll(Duration timeout) {
            synchronized (monitor) {
                try {
                    if (faults.isEmpty() && (!connected || nothingNew())) {
                        monitor.wait(timeout.toMillis());
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                if (!faults.isEmpty()) {
                    throw faults.removeFirst();
                }
                if (!connected) {
                    return ConsumerRecords.empty();
                }
                for (var partition : assignment()) {
                    var log = log(partition);
                    log.subList(Math.min((int) position(partition), log.size()), log.size())
                            .forEach(this::addRecord);
                }
                var polled = super.poll(Duration.ZERO);
                polls.addAndGet(polled.isEmpty() ? 0 : 1);
                return polled;
            }
        }

        @Override
        public synchronized long position(TopicPartition partition, Duration timeout) {
            synchronized (monitor) {
                if (!positionFaults.isEmpty()) {
                    throw positionFaults.removeFirst();
                }
            }
            return super.position(partition, timeout);
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            synchronized (monitor) {
                if (!partitionFaults.isEmpty()) {
                    throw partitionFaults.removeFirst();
                }
            }
            return super.partitionsFor(topic, timeout);
        }

        @Override
        public OptionalLong currentLag(TopicPartition partition) {
            synchronized (monitor) {
                return OptionalLong.of(log(partition).size() - position(partition));
            }
        }

        @Override
        public Map<MetricName, ? extends Metric> metrics() {
            var name = new MetricName("connection-count", "test", "", Map.of());
            return Map.of(name, new Metric() {
                @Override
                public MetricName metricName() {
                    return name;
                }

                @Override
                public Object metricValue() {
                    return connected ? 1.0 : 0.0;
                }
            });
        }

        private boolean nothingNew() {
            return assignment().stream()
                    .allMatch(partition -> position(partition) >= log(partition).size());
        }

        @Override
        public void wakeup() {
            super.wakeup();
            synchronized (monitor) {
                monitor.notifyAll();
            }
        }
    }
}
