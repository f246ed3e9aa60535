package io.sluice.kafka.monitor;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.monitor.GroupProgress.Position;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Outage;
import io.sluice.watch.ProbeThread;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A detector of work that does not move: it compares the offsets of all groups of Sluice with the ends of their
/// topics, from [#start] to [#close()]. It runs where nothing of that work runs, so it also sees work that no process
/// does any more.
///
/// The time in which this process itself was stopped, or the brokers did not answer, does not count.
public final class StuckGroups implements AutoCloseable {

    /// Gauge: how long a group has had records without any progress, by group.
    public static final String STUCK = "sluice.stuck";

    /// How long a group may be without progress. Longer than one upload, one copy task or one restart takes.
    public static final Duration DEADLINE = Duration.ofMinutes(15);

    /// Groups of consumers, those of topologies included.
    public static final List<String> CONSUMER_GROUPS = List.of(
            Topics.UPLOAD_READERS,
            Topics.BLOB_PURGERS,
            "sluice-catalog",
            "sluice-retries",
            "sluice-webhooks",
            "sluice-jobs");

    /// Often enough for the deadline; a round is 14 calls.
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Maximum number of calls to the brokers in one round.
    private static final int CALLS = 2 * CONSUMER_GROUPS.size() + 2;

    private static final Logger LOG = LoggerFactory.getLogger(StuckGroups.class);

    private final Admin admin;
    private final Duration interval;
    private final Duration deadline;
    private final Map<String, GroupProgress> progress = new LinkedHashMap<>();
    private final Outage outage = new Outage("sluice-stuck-groups");
    private final ProbeThread thread;

    /// Start of the previous round that was measured, of [System#nanoTime()]. Confined to the thread.
    private long measured = System.nanoTime();

    /// How long each group has stood.
    private volatile Map<String, Duration> standing = Map.of();

    private StuckGroups(Admin admin, Duration interval, Duration deadline, Heartbeats heartbeats) {
        this.admin = admin;
        this.interval = interval;
        this.deadline = deadline;
        CONSUMER_GROUPS.forEach(group -> progress.put(group, new GroupProgress()));
        progress.put(Topics.COPY_WORKERS, new GroupProgress());
        this.thread = new ProbeThread("sluice-stuck-groups", heartbeats, this::round, () -> admin.close(PATIENCE));
    }

    /// Starts the detector.
    public static StuckGroups start(KafkaClients kafka, MeterRegistry meters, Heartbeats heartbeats) {
        return start(kafka, INTERVAL, DEADLINE, meters, heartbeats);
    }

    static StuckGroups start(
            KafkaClients kafka, Duration interval, Duration deadline, MeterRegistry meters, Heartbeats heartbeats) {
        var groups = new StuckGroups(kafka.admin(), interval, deadline, heartbeats);
        groups.progress
                .keySet()
                .forEach(name -> Gauge.builder(STUCK, groups, it -> it.seconds(name))
                        .baseUnit("seconds")
                        .tag("group", name)
                        .description("how long a group has had records without any progress")
                        .register(meters));
        groups.thread.start();
        return groups;
    }

    /// Returns the groups that have stood for longer than [#DEADLINE], with the times since when.
    public Map<String, Instant> stuck() {
        var now = Instant.now();
        var stuck = new TreeMap<String, Instant>();
        standing.forEach((group, time) -> {
            if (time.compareTo(deadline) > 0) {
                stuck.put(group, now.minus(time));
            }
        });
        return stuck;
    }

    private double seconds(String group) {
        return requireNonNullElse(standing.get(group), Duration.ZERO).toSeconds();
    }

    private void round() {
        thread.heartbeat().beat(PATIENCE.multipliedBy(CALLS));
        var now = System.nanoTime();
        try {
            // a pause of this process says nothing about the groups
            var longest = interval.multipliedBy(2);
            var since = Duration.ofNanos(now - measured);
            measure(since.compareTo(longest) > 0 ? longest : since);
            outage.over();
        } catch (ExecutionException | TimeoutException | RuntimeException e) { // the next round may succeed
            var _ = outage.failed(e);
        } catch (InterruptedException _) {
            LOG.atDebug().log("measurement of the groups interrupted");
        }
        measured = now;
        thread.pause(interval);
    }

    private void measure(Duration counted) throws ExecutionException, TimeoutException, InterruptedException {
        for (var group : CONSUMER_GROUPS) {
            advance(group, consumerGroup(group), counted);
        }
        advance(Topics.COPY_WORKERS, shareGroup(Topics.COPY_WORKERS), counted);
        standing = progress.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, group -> group.getValue().longest()));
    }

    private void advance(String group, Map<TopicPartition, Position> positions, Duration counted) {
        var found = progress.get(group);
        if (found != null) {
            found.round(positions, counted);
        }
    }

    private Map<TopicPartition, Position> consumerGroup(String group)
            throws ExecutionException, TimeoutException, InterruptedException {
        var open = new HashMap<TopicPartition, Position>();
        try {
            await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            var state = requireNonNullElse(offset.metadata(), "");
                            open.put(partition, new Position(offset.offset(), state, 0));
                        }
                    });
        } catch (ExecutionException e) {
            throwUnlessNew(e);
        }
        return withEnds(open);
    }

    private Map<TopicPartition, Position> shareGroup(String group)
            throws ExecutionException, TimeoutException, InterruptedException {
        var open = new HashMap<TopicPartition, Position>();
        try {
            var spec = Map.of(group, new ListShareGroupOffsetsSpec());
            await(admin.listShareGroupOffsets(spec).partitionsToOffsetInfo(group))
                    .forEach((partition, info) -> {
                        // without information, no record has been acknowledged so far; records behind the first one may
                        // be
                        // done, which only the lag shows
                        open.put(
                                partition,
                                info == null
                                        ? new Position(0, "", 0)
                                        : new Position(
                                                info.startOffset(), info.lag().toString(), 0));
                    });
        } catch (ExecutionException e) {
            throwUnlessNew(e);
        }
        return withEnds(open);
    }

    /// A group that nobody has joined yet has no offsets.
    private static void throwUnlessNew(ExecutionException e) throws ExecutionException {
        if (!(e.getCause() instanceof GroupIdNotFoundException)) {
            throw e;
        }
    }

    private Map<TopicPartition, Position> withEnds(Map<TopicPartition, Position> open)
            throws ExecutionException, TimeoutException, InterruptedException {
        if (open.isEmpty()) {
            return open;
        }
        var latest = open.keySet().stream().collect(toMap(partition -> partition, _ -> OffsetSpec.latest()));
        var positions = new HashMap<TopicPartition, Position>();
        await(admin.listOffsets(latest).all()).forEach((partition, end) -> {
            var position = open.get(partition);
            if (position != null) {
                positions.put(partition, new Position(position.next(), position.state(), end.offset()));
            }
        });
        return positions;
    }

    private static <T> T await(KafkaFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.close();
    }
}
