package io.sluice.kafka.follow;

import static java.util.stream.Collectors.toMap;

import io.sluice.kafka.Topic;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Outage;
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
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A reader that passes every record of some topics to a handler, from given offsets on, in the order of
/// their partitions.
///
/// Its own thread reads and calls the handler. A record that cannot be parsed is logged and skipped. Any
/// failure of the consumer closes it, and after a pause a new one resumes after the last record that was
/// handed over, without a limit on the number of attempts. A failure of the handler, however, ends the
/// following and is reported, because the handler's result would be incomplete otherwise.
public final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

    /// How much longer than other rounds the start of a session may take: several calls to the brokers, and
    /// the initialization of the handler.
    private static final Duration BEGIN = Duration.ofMinutes(2);

    private final Map<String, Topic<?>> topics;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Handler handler;
    private final java.util.function.Consumer<Throwable> onFailure;
    private final Patience patience;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Outage outage;
    private final Heartbeat heartbeat;
    private final Thread thread;

    /// For each partition the offset of the record to hand over next; null before the call of
    /// [Handler#begin]. Confined to the follower's thread.
    private @Nullable Map<TopicPartition, Long> next;

    private volatile @Nullable FollowerSession session;
    private volatile boolean caughtUp;
    private volatile long lag;
    private volatile long inStep = System.nanoTime();
    private volatile Duration delay = Duration.ZERO;
    private volatile @Nullable Throwable failure;

    /// Limits on waiting for the brokers.
    ///
    /// @param call         longest wait for the answer to one call
    /// @param firstPause   pause after the first failure; it doubles with each further one
    /// @param longestPause maximum of every pause
    public record Patience(Duration call, Duration firstPause, Duration longestPause) {
        static final Patience DEFAULTS = new Patience(Duration.ofSeconds(15), Outage.FIRST_WAIT, Outage.LONGEST_WAIT);
    }

    /// A receiver of records. Called by the follower's thread only.
    public interface Handler {

        /// Returns the offsets to start at, given the available offsets; partitions that are missing from the
        /// result start at their first record. Called once, before any record is handed over.
        Map<TopicPartition, Long> begin(Map<TopicPartition, OffsetRange> available);

        /// Accepts the next records; called several times a second, with an empty list when there are none.
        ///
        /// @param positions for each partition the offset of the record that follows `records`
        void accept(List<FollowedRecord> records, Map<TopicPartition, Long> positions);
    }

    /// The range of offsets of a partition.
    ///
    /// @param first offset of the oldest record
    /// @param end   offset of the next record to be written
    public record OffsetRange(long first, long end) {
        public boolean contains(long offset) {
            return first <= offset && offset <= end;
        }
    }

    /// A failure of the handler, as opposed to one of the consumer.
    private static final class HandlerException extends RuntimeException {
        private final RuntimeException failure;

        HandlerException(RuntimeException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    private TopicFollower(
            String name,
            Collection<Topic<?>> topics,
            Supplier<Consumer<String, byte[]>> consumers,
            Handler handler,
            java.util.function.Consumer<Throwable> onFailure,
            Heartbeats heartbeats,
            Patience patience) {
        this.topics = topics.stream().collect(toMap(Topic::name, Function.identity()));
        this.consumers = consumers;
        this.handler = handler;
        this.onFailure = onFailure;
        this.patience = patience;
        this.outage = new Outage(name, patience.firstPause, patience.longestPause);
        this.heartbeat = heartbeats.register(name, this::wakeup);
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    /// Starts following.
    ///
    /// @param name       name of the thread and of its heartbeat
    /// @param consumers  creates consumers, which the follower closes
    /// @param onFailure  receives the failure that ended the following, unless [#close()] ended it
    public static TopicFollower start(
            String name,
            Collection<Topic<?>> topics,
            Supplier<Consumer<String, byte[]>> consumers,
            Handler handler,
            java.util.function.Consumer<Throwable> onFailure,
            Heartbeats heartbeats) {
        return start(name, topics, consumers, handler, onFailure, heartbeats, Patience.DEFAULTS);
    }

    public static TopicFollower start(
            String name,
            Collection<Topic<?>> topics,
            Supplier<Consumer<String, byte[]>> consumers,
            Handler handler,
            java.util.function.Consumer<Throwable> onFailure,
            Heartbeats heartbeats,
            Patience patience) {
        var follower = new TopicFollower(name, topics, consumers, handler, onFailure, heartbeats, patience);
        follower.thread.start();
        return follower;
    }

    /// Whether everything that was on the topics when the current session began has been handed over, and the
    /// brokers answer.
    public boolean caughtUp() {
        return caughtUp && failure == null;
    }

    /// Returns the time since everything on the topics had been handed over, according to an answer of the
    /// brokers: in normal operation at most a fetch's wait (`fetch.max.wait.ms`) and a poll; it grows while
    /// the brokers do not answer or records wait. Counted from the start until the first such moment.
    public Duration age() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - inStep));
    }

    /// Returns the number of records on the topics that have not been handed over, according to the brokers'
    /// last answers.
    public long lag() {
        return lag;
    }

    /// Returns the time from the publication of the newest of the last records to the end of its handling.
    public Duration delay() {
        return delay;
    }

    /// Returns the failure that ended the following; null while it runs or after [#close()].
    public @Nullable Throwable failure() {
        return failure;
    }

    private void run() {
        try (heartbeat) {
            while (!isClosing()) {
                try {
                    follow();
                } catch (HandlerException e) {
                    fail(e.failure);
                    return;
                } catch (RuntimeException e) { // a new consumer may succeed whatever this one has thrown
                    caughtUp = false;
                    pauseAfter(e);
                }
            }
        } catch (Error e) {
            fail(e);
        }
    }

    /// Follows with one consumer until it fails or the follower is closed.
    private void follow() {
        heartbeat.beat(BEGIN);
        try (var current = new FollowerSession(consumers.get(), patience.call)) {
            session = current;
            if (!isClosing()) {
                begin(current);
            }
            while (!isClosing()) {
                heartbeat.beat();
                round(current);
            }
        } finally {
            session = null;
        }
    }

    private void begin(FollowerSession current) {
        var available = current.assign(topics.keySet());
        var resumed = next;
        var begin = resumed == null ? handled(() -> handler.begin(available)) : resumable(resumed, available);
        var from = new HashMap<TopicPartition, Long>();
        available.forEach((partition, range) ->
                from.put(partition, Math.max(range.first, begin.getOrDefault(partition, range.first))));
        next = from;
        current.seek(from);
    }

    /// Returns the positions at which the log still has records; other partitions are read from their first
    /// record.
    private static Map<TopicPartition, Long> resumable(
            Map<TopicPartition, Long> positions, Map<TopicPartition, OffsetRange> available) {
        var resumable = new HashMap<TopicPartition, Long>();
        positions.forEach((partition, position) -> {
            var range = available.get(partition);
            if (range != null && range.contains(position)) {
                resumable.put(partition, position);
            } else {
                LOG.atWarn()
                        .addKeyValue("topic", partition.topic())
                        .addKeyValue("partition", partition.partition())
                        .addKeyValue("position", position)
                        .addKeyValue("available", range)
                        .log("topic changed during an outage, reading from its first record");
            }
        });
        return resumable;
    }

    private void round(FollowerSession current) {
        var polled = current.poll(POLL);
        var positions = current.positions();
        var records = handled(() -> {
            var parsed = parse(polled);
            handler.accept(parsed, positions);
            return parsed;
        });
        next = positions;
        current.handedOver(positions);
        measure(current, records);
        if (!current.isSilent()) {
            outage.over();
        } else if (!outage.isOn()) {
            var _ = outage.failed("no broker answers");
        }
    }

    private static <T> T handled(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw new HandlerException(e);
        }
    }

    private List<FollowedRecord> parse(ConsumerRecords<String, byte[]> polled) {
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
                    .log("malformed record skipped");
            return null;
        }
    }

    private void measure(FollowerSession current, List<FollowedRecord> records) {
        var waiting = current.lag();
        lag = waiting.orElse(0);
        caughtUp = current.isCaughtUp();
        if (caughtUp && waiting.isPresent() && lag == 0) {
            inStep = current.answered();
        }
        records.stream()
                .map(FollowedRecord::timestamp)
                .max(Comparator.naturalOrder())
                .ifPresent(newest -> {
                    var took = Duration.between(newest, Instant.now());
                    // clocks of two machines may differ by more
                    delay = took.isNegative() ? Duration.ZERO : took;
                });
    }

    /// Pauses; returns early when the follower is closed.
    private void pauseAfter(RuntimeException fault) {
        // an interrupted consumer leaves the flag set, which would interrupt the next consumer
        var _ = Thread.interrupted();
        if (isClosing()) {
            return;
        }
        LOG.atDebug().addKeyValue("topics", topics.keySet()).setCause(fault).log("consumer failed");
        var pause = outage.failed(fault);
        heartbeat.beat(pause);
        try {
            var _ = closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            LOG.atDebug().log("pause interrupted");
        }
    }

    private void fail(Throwable fault) {
        failure = fault;
        LOG.atError().addKeyValue("topics", topics.keySet()).setCause(fault).log("following ended, restart needed");
        onFailure.accept(fault);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /// Makes the consumer's current or next poll throw, after which a new one starts unless the follower is
    /// closing.
    private void wakeup() {
        var current = session;
        if (current != null) {
            current.wakeup();
        }
    }

    /// Ends the thread after its current step, and closes the consumer.
    @Override
    public void close() {
        closing.countDown();
        wakeup();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                LOG.atWarn().addKeyValue("thread", thread.getName()).log("thread not stopped in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
