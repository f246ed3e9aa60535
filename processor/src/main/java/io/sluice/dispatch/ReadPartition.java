package io.sluice.dispatch;

import io.sluice.queue.CommitMetadata;
import io.sluice.queue.OffsetRuns;
import io.sluice.queue.Work.Afterwards;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A partition while it is assigned to this reader. Confined to the reader's thread, except for
/// [#isAssigned()].
final class ReadPartition {

    private final TopicPartition name;
    private final OffsetLedger ledger;
    private final long knownEnd;

    /// Actions to run once the record at an offset cannot be delivered again.
    private final TreeMap<Long, Afterwards> afterwards = new TreeMap<>();

    /// The jobs of the records in the window, by offset.
    private final Map<Long, Job> jobs = new HashMap<>();

    private boolean changed = true;
    private volatile boolean assigned = true;

    private ReadPartition(TopicPartition name, OffsetLedger ledger, long knownEnd) {
        this.name = name;
        this.ledger = ledger;
        this.knownEnd = knownEnd;
    }

    /// Creates a partition that begins at the last commit of its former reader.
    ///
    /// @param committed null when there is none
    /// @param position  offset to begin at
    /// @param knownEnd  end of the records that others may have processed
    static ReadPartition of(TopicPartition name, @Nullable OffsetAndMetadata committed, long position, long knownEnd) {
        var metadata = committed == null || committed.offset() != position
                ? null
                : CommitMetadata.of(position, committed.metadata());
        var done = metadata == null ? List.<OffsetRuns.Run>of() : metadata.done();
        return new ReadPartition(name, new OffsetLedger(position, done), knownEnd);
    }

    TopicPartition name() {
        return name;
    }

    int number() {
        return name.partition();
    }

    OffsetLedger ledger() {
        return ledger;
    }

    /// Returns whether a record may have been processed before.
    boolean maybeAgain(long offset) {
        return offset < knownEnd;
    }

    /// Returns whether the partition is still assigned and its records can be committed. Callable from any
    /// thread.
    boolean isAssigned() {
        return assigned;
    }

    void revoked() {
        assigned = false;
    }

    /// Records that a record is in the window.
    void begin(Job job) {
        ledger.hold(job.record().offset());
        jobs.put(job.record().offset(), job);
    }

    /// Returns the jobs of the records in the window.
    Collection<Job> jobs() {
        return jobs.values();
    }

    void done(long offset, @Nullable Afterwards then) {
        ledger.done(offset);
        jobs.remove(offset);
        changed = true;
        if (then != null) {
            afterwards.put(offset, then);
        }
    }

    /// Records that there is something to commit.
    void moved() {
        changed = true;
    }

    /// Returns the state to commit; null when it is committed already.
    ///
    /// @param spilled the first waiting record outside the window
    /// @param served  time since which every waiting organization has had a turn
    @Nullable
    Snapshot snapshot(OptionalLong spilled, Instant served) {
        if (!changed) {
            return null;
        }
        changed = false;
        var watermark = ledger.watermark(spilled);
        return new Snapshot(watermark, CommitMetadata.fitting(watermark, served, ledger.doneBehind(watermark)));
    }

    /// Returns the actions to run after the commit of `snapshot`.
    List<Afterwards> committed(Snapshot snapshot) {
        var run = new ArrayList<>(afterwards.headMap(snapshot.offset, false).values());
        afterwards.headMap(snapshot.offset, false).clear();
        for (var done : snapshot.metadata.done()) {
            var covered = afterwards.subMap(done.from(), done.to());
            run.addAll(covered.values());
            covered.clear();
        }
        return run;
    }

    /// A committed state.
    record Snapshot(long offset, CommitMetadata metadata) {

        OffsetAndMetadata toCommit() {
            return new OffsetAndMetadata(offset, metadata.text(offset));
        }
    }

    static Map<TopicPartition, OffsetAndMetadata> toCommit(Map<ReadPartition, Snapshot> snapshots) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        snapshots.forEach((partition, snapshot) -> offsets.put(partition.name, snapshot.toCommit()));
        return offsets;
    }
}
