package io.sluice.dispatch;

import io.sluice.queue.CommitMetadata;
import io.sluice.queue.CommitMetadata.Claim;
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
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// A partition while it is assigned to this reader. Confined to the reader's thread, except for
/// [#isAssigned()] and [#admits].
final class ReadPartition {

    /// Maximum number of suspects of a partition.
    private static final int MOST_SUSPECTS = 1_000;

    private final TopicPartition name;
    private final OffsetLedger ledger;
    private final @Nullable Claim former;
    private final long knownEnd;

    /// Actions to run once the record at an offset cannot be delivered again.
    private final TreeMap<Long, Afterwards> afterwards = new TreeMap<>();

    /// The jobs of the records in the window, by offset.
    private final Map<Long, Job> jobs = new HashMap<>();

    private boolean changed = true;

    /// The claim of the last snapshot.
    private @Nullable Claim claimed;

    private @Nullable Snapshot last;

    /// The offsets of all claims that the broker may have, never modified. Read by any thread.
    private volatile OffsetRuns allowed = new OffsetRuns();

    /// The position at the last snapshot.
    private long claimedEnd;

    private volatile boolean assigned = true;
    private volatile boolean claimAwaited;

    private ReadPartition(TopicPartition name, OffsetLedger ledger, @Nullable Claim former, long knownEnd) {
        this.name = name;
        this.ledger = ledger;
        this.former = former;
        this.claimedEnd = ledger.position();
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
        var claim = metadata == null ? null : metadata.claim();
        return new ReadPartition(name, new OffsetLedger(position, done), claim, knownEnd);
    }

    /// Returns the claim of the last reader; null if it has left its work.
    @Nullable
    Claim former() {
        return former;
    }

    /// Returns the offsets of a claim whose records exist and are not done.
    List<Long> unfinished(List<OffsetRuns.Run> runs) {
        return runs.stream()
                .flatMapToLong(
                        run -> LongStream.range(Math.max(run.from(), ledger.position()), Math.min(run.to(), knownEnd)))
                .filter(offset -> !ledger.isKnown(offset))
                .limit(MOST_SUSPECTS)
                .boxed()
                .toList();
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

    /// Returns whether the bytes of a record may be read, because the last commit claims it, whichever that is
    /// while one is in progress. Of a partition that another process reads now, those in work may. Callable
    /// from any thread.
    boolean admits(long offset) {
        if (allowed.contains(offset) || !assigned) {
            return true;
        }
        claimAwaited = true;
        return false;
    }

    /// Returns whether a record waits for a claim.
    boolean isClaimAwaited() {
        return claimAwaited;
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
    /// @param wanted  records that may be in work until the next commit; null for none
    @Nullable
    Snapshot snapshot(OptionalLong spilled, Instant served, @Nullable Claim wanted) {
        var watermark = ledger.watermark(spilled);
        var claim = wanted == null ? null : wanted.from(watermark);
        if (!changed && (claim == null || (claimed != null && claimed.covers(claim)))) {
            return null;
        }
        changed = false;
        claimAwaited = false;
        var metadata = CommitMetadata.fitting(watermark, served, ledger.doneBehind(watermark), claim);
        claimed = metadata.claim();
        claimedEnd = ledger.position();
        last = new Snapshot(watermark, metadata);
        allowed = allowed.and(last.claimed());
        return last;
    }

    /// Returns the number of offsets that were read since the last snapshot.
    long unclaimed() {
        return ledger.position() - claimedEnd;
    }

    /// Returns the actions to run after the commit of `snapshot`.
    List<Afterwards> committed(Snapshot snapshot) {
        if (snapshot.equals(last)) {
            allowed = snapshot.claimed();
        }
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

        OffsetRuns claimed() {
            return OffsetRuns.of(
                    metadata.claim() == null ? List.of() : metadata.claim().inWork());
        }

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
