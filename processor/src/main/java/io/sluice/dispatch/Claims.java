package io.sluice.dispatch;

import io.sluice.poison.Position;
import io.sluice.poison.Suspects;
import io.sluice.poison.Suspects.Standing;
import io.sluice.queue.CommitMetadata.Claim;
import io.sluice.queue.OffsetRuns;
import io.sluice.queue.OffsetRuns.Run;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The claims that this process commits: which records may be in work until the next commit. A process that
/// dies can no longer publish which records these were, so it does so in advance: the bytes of a record are
/// read only while a claim contains it. Usually it does, so that nothing is written when work on a record
/// begins: a claim also contains the records that are likely to begin next. Confined to the reader's thread.
final class Claims {

    /// Number of records behind the position of a partition that are claimed before they are read.
    static final int AHEAD = 32;

    /// Minimum number of waiting jobs that are claimed.
    private static final int NEXT = 64;

    /// Number of waiting jobs that are claimed for each thread.
    private static final int NEXT_OF_THREAD = 4;

    private final long reader;
    private final Suspects suspects;
    private final Lanes lanes;
    private final int next;

    /// Jobs in work and next ones at the last [#renew].
    private List<Job> jobs = List.of();

    /// Number of jobs that had begun then.
    private long begun;

    /// @param reader number of this process
    Claims(long reader, Suspects suspects, Lanes lanes) {
        this.reader = reader;
        this.suspects = suspects;
        this.lanes = lanes;
        this.next = Math.max(NEXT, NEXT_OF_THREAD * lanes.threads());
    }

    /// Reads the claim of the former reader of a partition. If that was another process, it has died or has left
    /// work unfinished, and the records of its claim are suspects.
    void takeOver(ReadPartition partition) {
        for (var standing : List.of(Standing.SUSPECT, Standing.POISON)) {
            for (var offset : suspects.in(partition.number(), standing)) {
                // another process has finished it, or the topic was created again
                if (partition.unfinished(List.of(new Run(offset, offset + 1))).isEmpty()) {
                    suspects.cleared(new Position(partition.number(), offset));
                }
            }
        }
        var former = partition.former();
        if (former != null && former.reader() != reader) {
            partition
                    .unfinished(former.inWork())
                    .forEach(offset -> suspects.add(new Position(partition.number(), offset), false));
            partition
                    .unfinished(former.alone())
                    .forEach(offset -> suspects.add(new Position(partition.number(), offset), true));
        }
    }

    /// Returns whether a job waits for the next claim, or so many records have been read or begun since the last
    /// [#renew] that one will soon.
    boolean isStretched(Collection<ReadPartition> partitions) {
        return lanes.begun() - begun > next / 2
                || partitions.stream().anyMatch(it -> it.isClaimAwaited() || it.unclaimed() > AHEAD / 2);
    }

    /// Looks which jobs are in work and which are next.
    ///
    /// @param leaving whether this process begins no more jobs
    void renew(boolean leaving) {
        begun = lanes.begun();
        jobs = lanes.inWork(leaving ? 0 : next);
    }

    /// Returns the claim of a partition that this process continues to read.
    Claim working(ReadPartition partition) {
        var inWork = inWork(partition);
        var position = partition.ledger().position();
        inWork.add(new Run(position, position + AHEAD));
        return new Claim(reader, inWork.runs(), runs(suspects.alone(partition.number())));
    }

    /// Returns the claim of a partition that another process continues to read; null if nothing is in work.
    @Nullable
    Claim leaving(ReadPartition partition) {
        var inWork = inWork(partition).runs();
        var poison = runs(suspects.in(partition.number(), Standing.POISON));
        return inWork.isEmpty() ? null : new Claim(reader, inWork, poison);
    }

    private OffsetRuns inWork(ReadPartition partition) {
        var inWork = new OffsetRuns();
        suspects.in(partition.number(), Standing.SUSPECT).forEach(inWork::add);
        suspects.in(partition.number(), Standing.POISON).forEach(inWork::add);
        jobs.stream()
                .filter(job -> job.partition() == partition)
                .forEach(job -> inWork.add(job.record().offset()));
        return inWork;
    }

    private static List<Run> runs(List<Long> offsets) {
        var runs = new OffsetRuns();
        offsets.forEach(runs::add);
        return runs.runs();
    }
}
