package io.sluice.kafka;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads every record of some topics, from given offsets on, and hands them over in the order of their partitions.
///
/// One thread of its own does both. A record that does not parse is logged and left out; trouble with the brokers is
/// waited out; but when the handler fails, following ends and the failure is reported, for whatever the handler
/// builds would have a hole otherwise.
public final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Topic<?>> topics;
    private final Handler handler;
    private final java.util.function.Consumer<Throwable> onFailure;
    private final Consumer<String, byte[]> consumer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private Map<TopicPartition, Long> endOffsetsAtStart = Map.of();
    private volatile boolean caughtUp;
    private volatile long lag;
    private volatile Duration delay = Duration.ZERO;
    private volatile @Nullable Throwable failure;

    /// Receives what was read. Called by the follower's thread alone.
    public interface Handler {

        /// Where to begin, given which offsets the partitions have; partitions that are missing from the
        /// answer begin at their first record. Called once, before anything is handed over.
        Map<TopicPartition, Long> begin(Map<TopicPartition, OffsetRange> available);

        /// Takes the next records; called several times a second, with none when there were none.
        ///
        /// @param positions of every partition the offset of the record that comes after `records`
        void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions);
    }

    /// The offsets of a partition.
    ///
    /// @param first of the oldest record there is
    /// @param end   of the next record to be written
    public record OffsetRange(long first, long end) {
        public boolean contains(long offset) {
            return first <= offset && offset <= end;
        }
    }

    private TopicFollower(
            String name,
            Collection<Topic<?>> topics,
            Supplier<Consumer<String, byte[]>> consumers,
            Handler handler,
            java.util.function.Consumer<Throwable> onFailure) {
        this.topics = topics.stream().collect(toMap(Topic::name, Function.identity()));
        this.handler = handler;
        this.onFailure = onFailure;
        this.consumer = consumers.get();
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// Starts following.
    ///
    /// @param name      of the thread
    /// @param consumers makes the consumer, which is closed here
    /// @param onFailure told what ended the following, if it was not [#close()]
    public static TopicFollower start(
            String name,
            Collection<Topic<?>> topics,
            Supplier<Consumer<String, byte[]>> consumers,
            Handler handler,
            java.util.function.Consumer<Throwable> onFailure) {
        var follower = new TopicFollower(name, topics, consumers, handler, onFailure);
        follower.thread.start();
        return follower;
    }

    /// Whether everything that was on the topics at start has been handed over, and following goes on.
    public boolean caughtUp() {
        return caughtUp && failure == null;
    }

    /// How many records are on the topics that have not been handed over, as far as the brokers have told.
    public long lag() {
        return lag;
    }

    /// How long the newest of the last records took from being published to being handed over and taken.
    public Duration delay() {
        return delay;
    }

    /// What ended the following, unless it goes on or was closed.
    public @Nullable Throwable failure() {
        return failure;
    }

    private void run() {
        try (consumer) {
            assign();
            while (closing.getCount() > 0) {
                var records = poll();
                var positions = positions();
                handler.accept(records, positions);
                caughtUp = caughtUp || hasCaughtUp(positions);
                measure(records);
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("woken up to close");
        } catch (RuntimeException | Error e) {
            failure = e;
            LOG.atError().addKeyValue("topics", topics.keySet()).setCause(e).log("following has ended, restart needed");
            onFailure.accept(e);
        }
    }

    private void assign() {
        var partitions = retrying("look for partitions", this::partitions);
        consumer.assign(partitions);
        var first = retrying("look for the first offsets", () -> consumer.beginningOffsets(partitions));
        endOffsetsAtStart = retrying("look for the end offsets", () -> consumer.endOffsets(partitions));
        var available = new HashMap<TopicPartition, OffsetRange>();
        partitions.forEach(partition -> available.put(
                partition,
                new OffsetRange(first.getOrDefault(partition, 0L), endOffsetsAtStart.getOrDefault(partition, 0L))));
        var begin = handler.begin(available);
        available.forEach((partition, range) ->
                consumer.seek(partition, Math.max(range.first, begin.getOrDefault(partition, range.first))));
    }

    private List<TopicPartition> partitions() {
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : topics.keySet()) {
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        return partitions;
    }

    private List<FollowedRecord> poll() {
        var polled = retrying("poll", () -> consumer.poll(POLL));
        var records = new ArrayList<FollowedRecord>(polled.count());
        for (var polledRecord : polled) {
            var parsed = parse(polledRecord);
            if (parsed != null) {
                records.add(parsed);
            }
        }
        return records;
    }

    private @Nullable FollowedRecord parse(ConsumerRecord<String, byte[]> polled) {
        var topic = topics.get(polled.topic());
        try {
            if (topic == null || polled.key() == null) {
                throw new SerializationException("has no key");
            }
            return new FollowedRecord(
                    polled.topic(),
                    polled.partition(),
                    polled.offset(),
                    polled.key(),
                    topic.deserializer().deserialize(polled.topic(), polled.value()),
                    Instant.ofEpochMilli(polled.timestamp()));
        } catch (SerializationException e) {
            LOG.atWarn()
                    .addKeyValue("topic", polled.topic())
                    .addKeyValue("partition", polled.partition())
                    .addKeyValue("offset", polled.offset())
                    .addKeyValue("reason", e.getMessage())
                    .log("record left out, it does not parse");
            return null;
        }
    }

    private Map<TopicPartition, Long> positions() {
        var positions = new HashMap<TopicPartition, Long>();
        consumer.assignment().forEach(partition -> positions.put(partition, consumer.position(partition)));
        return positions;
    }

    private void measure(List<FollowedRecord> records) {
        lag = consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum();
        records.stream()
                .map(FollowedRecord::timestamp)
                .max(Comparator.naturalOrder())
                .ifPresent(newest -> {
                    var took = Duration.between(newest, Instant.now());
                    // clocks of two machines may differ by more
                    delay = took.isNegative() ? Duration.ZERO : took;
                });
    }

    private boolean hasCaughtUp(Map<TopicPartition, Long> positions) {
        return endOffsetsAtStart.entrySet().stream()
                .allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private <T> T retrying(String what, Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (RetriableException e) {
                LOG.atWarn()
                        .addKeyValue("topics", topics.keySet())
                        .addKeyValue("reason", e.toString())
                        .log("cannot " + what + ", trying again");
                pause();
            }
        }
    }

    /// Ends early when this is closed.
    private void pause() {
        try {
            if (closing.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WakeupException();
        }
    }

    /// Ends the thread after what it is doing, and closes the consumer.
    @Override
    public void close() {
        closing.countDown();
        consumer.wakeup();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                LOG.atWarn().addKeyValue("thread", thread.getName()).log("still busy, left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
