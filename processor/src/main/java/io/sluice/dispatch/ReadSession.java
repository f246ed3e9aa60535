package io.sluice.dispatch;

import io.sluice.kafka.ConsumerConnection;
import io.sluice.queue.Work.Afterwards;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One member of the group, from its creation to its first failure: it reads, reads again, and commits.
/// Confined to the reader's thread, except for [#wakeup()].
final class ReadSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadSession.class);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /// Maximum wait for a broker that has stopped answering.
    private static final Duration CLOSE_WITHOUT_BROKER = Duration.ofMillis(100);

    /// Maximum wait for new records while the window is empty.
    private static final Duration IDLE = Duration.ofSeconds(1);

    /// Maximum wait while it is not: jobs may complete meanwhile.
    private static final Duration WORKING = Duration.ofMillis(100);

    private static final long COMMIT_NANOS = Duration.ofMillis(500).toNanos();

    /// Interval of commits while records wait: they show others that the queue is being served.
    private static final long COMMIT_WAITING_NANOS = Duration.ofSeconds(10).toNanos();

    private final QueueSource source;
    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final ConsumerConnection connection;
    private final Intake intake;
    private final Lanes lanes;
    private final Consumer<Afterwards> afterwards;
    private final Set<TopicPartition> paused = new HashSet<>();
    private @Nullable Rereader rereader;
    private boolean joined;
    private boolean committing;

    /// Whether the last records that were read again did not fit, so that other jobs must complete first.
    private boolean blocked;
    private long lastCommit = System.nanoTime();
    private long lastCheck = System.nanoTime();

    /// @param afterwards receives the actions to run once records cannot be delivered again
    ReadSession(QueueSource source, Intake intake, Lanes lanes, Consumer<Afterwards> afterwards) {
        this.source = source;
        this.consumer = source.reader();
        this.connection = new ConsumerConnection(consumer::metrics);
        this.intake = intake;
        this.lanes = lanes;
        this.afterwards = afterwards;
        consumer.subscribe(List.of(source.topic()), new Assignment());
    }

    /// Returns whether the group has assigned partitions to this member, perhaps none.
    boolean isJoined() {
        return joined;
    }

    ConsumerConnection connection() {
        return connection;
    }

    void wakeup() {
        consumer.wakeup();
    }

    /// Runs one round: records completed jobs, commits, and takes the next records.
    void round() {
        intake.settle();
        commitPeriodically();
        resume();
        var turn = blocked ? null : intake.turn();
        blocked = false;
        var records = consumer.poll(turn != null ? Duration.ZERO : intake.held() > 0 ? WORKING : IDLE);
        checkConnection(records.count());
        for (var partition : records.partitions()) {
            take(partition, records.records(partition));
        }
        if (turn != null) {
            readAgain(turn);
        }
    }

    /// Checks the connection, at most once a second: under load, polls follow each other so quickly that a
    /// connection that is being established would seem lost.
    private void checkConnection(int records) {
        var now = System.nanoTime();
        if (records > 0 || now - lastCheck > IDLE.toNanos()) {
            lastCheck = now;
            connection.polled(records);
        }
    }

    private void take(TopicPartition name, List<ConsumerRecord<String, byte[]>> records) {
        var partition = intake.partition(name.partition());
        if (partition == null) {
            return;
        }
        for (var record : records) {
            if (!intake.take(partition, record)) {
                consumer.seek(name, record.offset());
                consumer.pause(Set.of(name));
                paused.add(name);
                break;
            }
        }
        partition.moved();
    }

    private void resume() {
        if (!paused.isEmpty() && !intake.backlog().isFull()) {
            paused.retainAll(consumer.assignment());
            consumer.resume(paused);
            paused.clear();
        }
    }

    private void readAgain(Backlog.Turn turn) {
        var partition = intake.partition(turn.partition());
        if (partition == null) {
            return; // revoked by the last poll
        }
        var again = rereader;
        if (again == null) {
            again = new Rereader(source.rereader());
            rereader = again;
        }
        var chunk = again.read(partition.name(), turn.from());
        blocked = !intake.takeAgain(partition, turn, chunk.records(), chunk.end());
        partition.moved();
    }

    private void commitPeriodically() {
        var since = System.nanoTime() - lastCommit;
        if (committing || since < COMMIT_NANOS) {
            return;
        }
        if (since > COMMIT_WAITING_NANOS && intake.held() > 0) {
            intake.partitions().forEach(ReadPartition::moved);
        }
        var snapshots = snapshots(intake.partitions());
        if (snapshots.isEmpty()) {
            return;
        }
        committing = true;
        lastCommit = System.nanoTime();
        consumer.commitAsync(ReadPartition.toCommit(snapshots), (_, failure) -> {
            committing = false;
            if (failure == null) {
                committed(snapshots);
            } else {
                LOG.atDebug().setCause(failure).log("commit failed, retried");
                snapshots.keySet().forEach(ReadPartition::moved);
            }
        });
    }

    private Map<ReadPartition, ReadPartition.Snapshot> snapshots(Collection<ReadPartition> partitions) {
        var served = Instant.now().minus(lanes.longestWait());
        var snapshots = new HashMap<ReadPartition, ReadPartition.Snapshot>();
        for (var partition : partitions) {
            var snapshot = partition.snapshot(intake.backlog().first(partition.number()), served);
            if (snapshot != null) {
                snapshots.put(partition, snapshot);
            }
        }
        return snapshots;
    }

    private void committed(Map<ReadPartition, ReadPartition.Snapshot> snapshots) {
        snapshots.forEach((partition, snapshot) -> partition.committed(snapshot).forEach(afterwards));
    }

    /// Commits and waits for the result.
    private void commit(Collection<ReadPartition> partitions, Duration limit) {
        intake.settle();
        partitions.forEach(ReadPartition::moved);
        var snapshots = snapshots(partitions);
        if (snapshots.isEmpty()) {
            return;
        }
        try {
            commit(snapshots, limit);
            committed(snapshots);
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("commit failed, records that are done are delivered again");
        }
    }

    private void commit(Map<ReadPartition, ReadPartition.Snapshot> snapshots, Duration limit) {
        try {
            consumer.commitSync(ReadPartition.toCommit(snapshots), limit);
        } catch (WakeupException _) { // it was for a poll
            consumer.commitSync(ReadPartition.toCommit(snapshots), limit);
        }
    }

    /// Commits and leaves the group.
    @Override
    public void close() {
        // while the flag is set, closing cannot send anything
        var interrupted = Thread.interrupted();
        try {
            if (!connection.isLost()) {
                commit(intake.partitions(), CLOSE);
            }
            if (rereader != null) {
                rereader.close();
            }
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("reader close failed");
        }
        intake.revoked(List.copyOf(intake.partitions()));
        try {
            consumer.close(CloseOptions.timeout(connection.isLost() ? CLOSE_WITHOUT_BROKER : CLOSE));
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("group not left, it removes the reader after the session timeout");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The assignment of partitions to this member.
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            var partitions = new ArrayList<ReadPartition>();
            if (!added.isEmpty()) {
                var committed = consumer.committed(Set.copyOf(added), CALL);
                var ends = consumer.endOffsets(added, CALL);
                for (var name : added) {
                    var position = consumer.position(name, CALL);
                    partitions.add(ReadPartition.of(
                            name, committed.get(name), position, ends.getOrDefault(name, Long.MAX_VALUE)));
                }
            }
            intake.assigned(partitions);
            joined = true;
            LOG.atInfo()
                    .addKeyValue("topic", source.topic())
                    .addKeyValue("partitions", intake.partitions().size())
                    .log("partitions assigned");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            var partitions = known(removed);
            commit(partitions, CALL);
            intake.revoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {
            intake.revoked(known(removed));
        }

        private List<ReadPartition> known(Collection<TopicPartition> names) {
            var partitions = new ArrayList<ReadPartition>();
            for (var name : names) {
                var partition = intake.partition(name.partition());
                if (partition != null) {
                    partitions.add(partition);
                }
            }
            return partitions;
        }
    }
}
