package io.sluice.ingest.upload.admission;

import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.queue.CommitMetadata;
import io.sluice.watch.Heartbeat;
import io.sluice.watch.Heartbeats;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A monitor that measures the backlog of `sluice.uploads` every second, from [#start] to [#close()].
///
/// While Kafka does not answer, the last known backlog is kept: uploads fail without a check of the queue
/// then.
public final class QueueWatch implements Supplier<Backlog>, AutoCloseable {

    private static final String NAME = "sluice-queue-watch";
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Maximum number of calls to the brokers in one round.
    private static final int CALLS = 4;

    /// A queue this short is never overdue: one upload that takes long is not a backlog.
    private static final long SHORT = 100;

    /// Number of rounds of which one queries Kafka while the queue is empty.
    private static final int ROUNDS_WHEN_EMPTY = 15;

    private static final Logger LOG = LoggerFactory.getLogger(QueueWatch.class);

    /// Used by the executor's thread alone.
    private int rounds;

    private final Admin admin;
    private final Duration maxAge;
    private final ScheduledExecutorService executor;
    private final Heartbeat heartbeat;
    private volatile Backlog latest = Backlog.NONE;

    /// The thread of the current round; null between rounds.
    private volatile @Nullable Thread measuring;

    private QueueWatch(Admin admin, Duration maxAge, Heartbeats heartbeats) {
        this.admin = admin;
        this.maxAge = maxAge;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(NAME).daemon().factory());
        this.heartbeat = heartbeats.register(NAME, this::kick);
    }

    public static QueueWatch start(
            KafkaClients kafka, AdmissionConfig config, MeterRegistry meters, Heartbeats heartbeats) {
        var watch = new QueueWatch(kafka.admin(), config.maxQueueAge(), heartbeats);
        Gauge.builder(ApiMetrics.QUEUE_LENGTH, watch, it -> it.get().length())
                .description("uploads that no worker has finished")
                .register(meters);
        Gauge.builder(ApiMetrics.QUEUE_OVERDUE, watch, it -> it.get().overdue() ? 1 : 0)
                .description("1 while the oldest uploads wait longer than they may")
                .register(meters);
        var _ = watch.executor.scheduleWithFixedDelay(watch::round, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    @Override
    public Backlog get() {
        return latest;
    }

    private void round() {
        heartbeat.beat(PATIENCE.multipliedBy(CALLS));
        measuring = Thread.currentThread();
        try {
            latest = measure();
        } catch (ExecutionException | TimeoutException | RuntimeException e) { // else the executor would stop
            LOG.atDebug().setCause(e).log("queue of uploads not measured");
        } catch (InterruptedException _) {
            LOG.atDebug().log("measurement of the queue of uploads interrupted");
        } finally {
            measuring = null;
        }
    }

    private void kick() {
        var thread = measuring;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private Backlog measure() throws ExecutionException, TimeoutException, InterruptedException {
        if (latest.length() == 0 && rounds++ % ROUNDS_WHEN_EMPTY != 0) {
            return latest;
        }
        var partitions = partitions();
        var group = await(admin.listConsumerGroupOffsets(Topics.UPLOAD_READERS).partitionsToOffsetAndMetadata());
        var now = Instant.now();
        var lagging = new HashMap<TopicPartition, Lag>();
        offsets(partitions, OffsetSpec.latest()).forEach((partition, end) -> {
            var lag = Lag.of(group.get(partition), end.offset(), now);
            if (lag.length > 0) {
                lagging.put(partition, lag);
            }
        });
        var length = lagging.values().stream().mapToLong(Lag::length).sum();
        return new Backlog(length, length >= SHORT && overdue(lagging));
    }

    /// The unfinished uploads of a partition.
    ///
    /// @param start  offset of the first upload that is not finished
    /// @param served time since which every organization with waiting uploads has had a turn
    private record Lag(long start, long length, Instant served) {

        static Lag of(@Nullable OffsetAndMetadata committed, long end, Instant now) {
            if (committed == null) {
                return new Lag(end, 0, now);
            }
            var start = committed.offset();
            var metadata = CommitMetadata.of(start, committed.metadata());
            if (metadata == null) {
                return new Lag(start, Math.max(0, end - start), Instant.EPOCH);
            }
            var done = metadata.done().stream()
                    .mapToLong(run -> run.to() - run.from())
                    .sum();
            return new Lag(start, Math.max(0, end - start - done), metadata.served());
        }
    }

    private List<TopicPartition> partitions() throws ExecutionException, TimeoutException, InterruptedException {
        var topic = Topics.UPLOADS.name();
        var descriptions = await(admin.describeTopics(List.of(topic)).allTopicNames());
        return descriptions.values().stream()
                .flatMap(description -> description.partitions().stream())
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /// Returns whether in all `lagging` partitions the first upload is older than it may be, and no
    /// organization has had a turn for as long: in one partition alone it may just be a large one that is
    /// being worked on, and the uploads of one organization may be many without delaying those of another
    /// one.
    private boolean overdue(Map<TopicPartition, Lag> lagging)
            throws ExecutionException, TimeoutException, InterruptedException {
        var limit = Instant.now().minus(maxAge);
        if (lagging.values().stream().anyMatch(lag -> !lag.served.isBefore(limit))) {
            return false;
        }
        var oldest = OffsetSpec.forTimestamp(limit.toEpochMilli());
        var young = offsets(lagging.keySet(), oldest);
        return lagging.entrySet().stream().allMatch(entry -> {
            var firstYoung = young.get(entry.getKey());
            // negative when there is none
            return firstYoung == null || firstYoung.offset() < 0 || entry.getValue().start < firstYoung.offset();
        });
    }

    private Map<TopicPartition, ListOffsetsResultInfo> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        return await(admin.listOffsets(partitions.stream().collect(toMap(partition -> partition, _ -> spec)))
                .all());
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        heartbeat.close();
        executor.shutdownNow();
        admin.close(PATIENCE);
    }
}
