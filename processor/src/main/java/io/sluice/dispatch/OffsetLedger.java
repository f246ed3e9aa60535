package io.sluice.dispatch;

import io.sluice.queue.OffsetRuns;
import io.sluice.queue.OffsetRuns.Run;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/// The records of a partition that are done, in any order. Not thread-safe.
final class OffsetLedger {

    /// Maximum number of runs, which fit into a commit.
    private static final int MOST_RUNS = 4_000;

    private final TreeSet<Long> held = new TreeSet<>();
    private final OffsetRuns done;
    private long position;

    /// @param position committed offset, where reading begins
    /// @param done     records behind it that are done
    OffsetLedger(long position, List<Run> done) {
        this.position = position;
        this.done = OffsetRuns.of(done);
    }

    /// Returns whether the record is done or held, so that no job begins for it.
    boolean isKnown(long offset) {
        return done.contains(offset) || held.contains(offset);
    }

    /// Records that a record was read for the first time, in ascending order.
    void read(long offset) {
        position = Math.max(position, offset + 1);
    }

    /// Records that a record is in work until [#done].
    void hold(long offset) {
        held.add(offset);
    }

    void done(long offset) {
        held.remove(offset);
        done.add(offset);
        done.keepLowest(MOST_RUNS);
    }

    /// Returns the offset to commit: all records before it are done.
    ///
    /// @param spilled the first record that was read and is neither held nor done
    long watermark(OptionalLong spilled) {
        var watermark = Math.min(position, spilled.orElse(Long.MAX_VALUE));
        return held.isEmpty() ? watermark : Math.min(watermark, held.first());
    }

    /// Returns the records behind `watermark` that are done, and removes those before it.
    List<Run> doneBehind(long watermark) {
        done.removeBelow(watermark);
        return done.runs();
    }

    /// Returns the offset of the record to read next.
    long position() {
        return position;
    }
}
