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

/// A partition from its assignment to this reader until it is taken away. For the reader's thread, but for
/// [#isOurs()].
final class ReadPartition {

    private final TopicPartition name;
    private final OffsetLedger ledger;
    private final long knownEnd;

    /// What is to be run once the record at an offset cannot come back.
    private final TreeMap<Long, Afterwards> afterwards = new TreeMap<>();

    /// The jobs of the records that are in the window, by offset.
    private final Map<Long, Job> jobs = new HashMap<>();

    private boolean changed = true;
    private volatile boolean ours = true;

    private ReadPartition(TopicPartition name, OffsetLedger ledger, long knownEnd) {
        this.name = name;
        this.ledger = ledger;
        this.knownEnd = knownEnd;
    }

    /// A partition that begins where its last reader has committed.
    ///
    /// @param committed null when none has
    /// @param position  where to begin
    /// @param knownEnd  what was before it may have been worked on by others
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

    /// Whether a record may have been worked on before.
    boolean maybeAgain(long offset) {
        return offset < knownEnd;
    }

    /// Whether what is done here can be committed. For any thread.
    boolean isOurs() {
        return ours;
    }

    void takenAway() {
        ours = false;
    }

    /// A record is in the window from now on.
    void begin(Job job) {
        ledger.hold(job.record().offset());
        jobs.put(job.record().offset(), job);
    }

    /// The jobs of the records that are in the window.
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

    /// Records were read that are not in the window.
    void moved() {
        changed = true;
    }

    /// What to commit, or null when that is committed already.
    ///
    /// @param spilled the first record that waits outside of the window
    /// @param served  since when all that wait have been served
    @Nullable
    Snapshot snapshot(OptionalLong spilled, Instant served) {
        if (!changed) {
            return null;
        }
        changed = false;
        var watermark = ledger.watermark(spilled);
        return new Snapshot(watermark, CommitMetadata.fitting(watermark, served, ledger.doneBehind(watermark)));
    }

    /// Returns what to run now that `snapshot` is committed.
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

    /// A state that is committed as a whole.
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
