package io.sluice.dispatch;

import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.LEAVE_GROUP;

import io.sluice.kafka.ConsumerConnection;
import io.sluice.poison.Suspects;
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
import org.slf4j.event.Level;

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

    /// Maximum wait while jobs begin so quickly that they soon wait for a commit.
    private static final Duration HURRIED = Duration.ofMillis(10);

    /// Maximum wait while a record is tried alone and others wait for it.
    private static final Duration TRYING = Duration.ofMillis(5);

    /// Interval of commits while records wait: they show others that the queue is being served.
    private static final long COMMIT_WAITING_NANOS = Duration.ofSeconds(10).toNanos();

    private final QueueSource source;
    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final ConsumerConnection connection;
    private final Intake intake;
    private final Claims claims;
    private final Suspects suspects;
    private final Lanes lanes;
    private final Consumer<Afterwards> afterwards;
    private final Set<TopicPartition> paused = new HashSet<>();
    private @Nullable Rereader rereader;
    private boolean joined;
    private boolean committing;

    /// Whether the last commit was early, because jobs began quickly.
    private boolean hurried;

    /// Whether suspects are being tried and other records wait.
    private boolean exclusive;

    /// Whether the last records that were read again did not fit, so that other jobs must complete first.
    private boolean blocked;
    private long lastCommit = System.nanoTime();
    private long lastCheck = System.nanoTime();

    /// @param afterwards receives the actions to run once records cannot be delivered again
    ReadSession(
            QueueSource source,
            Intake intake,
            Claims claims,
            Suspects suspects,
            Lanes lanes,
            Consumer<Afterwards> afterwards) {
        this.source = source;
        this.consumer = source.reader();
        this.connection = new ConsumerConnection(consumer::metrics);
        this.intake = intake;
        this.claims = claims;
        this.suspects = suspects;
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
        trySuspects();
        commitPeriodically();
        resume();
        var turn = blocked ? null : intake.turn();
        blocked = false;
        var records = consumer.poll(turn != null ? Duration.ZERO : pause());
        checkConnection(records.count());
        for (var partition : records.partitions()) {
            take(partition, records.records(partition));
        }
        if (turn != null) {
            readAgain(turn);
        }
    }

    private Duration pause() {
        if (exclusive) {
            return TRYING;
        }
        if (intake.held() == 0) {
            return IDLE;
        }
        return hurried ? HURRIED : WORKING;
    }

    /// Makes the commit without which the next suspect, or other work, must not begin.
    private void trySuspects() {
        var step = suspects.step();
        if (step != null && commit(intake.partitions(), false, CALL)) {
            suspects.committed(step);
            lanes.recheck();
        }
        var before = exclusive;
        exclusive = suspects.isExclusive();
        if (before && !exclusive) {
            lanes.recheck();
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
        if (committing || (since < COMMIT_NANOS && !claims.isStretched(intake.partitions()))) {
            return;
        }
        if (since > COMMIT_WAITING_NANOS && intake.held() > 0) {
            intake.partitions().forEach(ReadPartition::moved);
        }
        var snapshots = snapshots(intake.partitions(), false);
        if (snapshots.isEmpty()) {
            return;
        }
        hurried = since < COMMIT_NANOS;
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

    private Map<ReadPartition, ReadPartition.Snapshot> snapshots(
            Collection<ReadPartition> partitions, boolean leaving) {
        claims.renew(leaving);
        var served = Instant.now().minus(lanes.longestWait());
        var snapshots = new HashMap<ReadPartition, ReadPartition.Snapshot>();
        for (var partition : partitions) {
            var claim = leaving ? claims.leaving(partition) : claims.working(partition);
            var snapshot = partition.snapshot(intake.backlog().first(partition.number()), served, claim);
            if (snapshot != null) {
                snapshots.put(partition, snapshot);
            }
        }
        return snapshots;
    }

    private void committed(Map<ReadPartition, ReadPartition.Snapshot> snapshots) {
        snapshots.forEach((partition, snapshot) -> partition.committed(snapshot).forEach(afterwards));
        lanes.recheck();
    }

    /// Commits and waits for the result.
    ///
    /// @param leaving whether another reader continues
    /// @return whether it succeeded
    private boolean commit(Collection<ReadPartition> partitions, boolean leaving, Duration limit) {
        intake.settle();
        partitions.forEach(ReadPartition::moved);
        var snapshots = snapshots(partitions, leaving);
        if (snapshots.isEmpty()) {
            return true;
        }
        try {
            commit(snapshots, limit);
            committed(snapshots);
            return true;
        } catch (KafkaException e) {
            LOG.atLevel(leaving ? Level.WARN : Level.DEBUG)
                    .setCause(e)
                    .log("commit failed, records that are done may be delivered again");
            snapshots.keySet().forEach(ReadPartition::moved);
            return false;
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
                var _ = commit(intake.partitions(), true, CLOSE);
            }
            if (rereader != null) {
                rereader.close();
            }
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("reader close failed");
        }
        intake.revoked(List.copyOf(intake.partitions()));
        try {
            consumer.close(CloseOptions.timeout(connection.isLost() ? CLOSE_WITHOUT_BROKER : CLOSE)
                    .withGroupMembershipOperation(LEAVE_GROUP));
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
            // the first jobs begin after the claim; if it fails, the first periodic commit contains it
            var _ = commit(partitions, false, CALL);
            joined = true;
            LOG.atInfo()
                    .addKeyValue("topic", source.topic())
                    .addKeyValue("partitions", intake.partitions().size())
                    .log("partitions assigned");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            var partitions = known(removed);
            var _ = commit(partitions, true, CALL);
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
