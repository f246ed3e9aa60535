package io.sluice.dispatch;

import io.sluice.queue.OffsetRuns;
import io.sluice.queue.OffsetRuns.Run;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;

/// Which records of a partition are done, in whatever order that happens. For one thread.
final class OffsetLedger {

    /// More runs would not fit into a commit.
    private static final int MOST_RUNS = 4_000;

    private final TreeSet<Long> held = new TreeSet<>();
    private final OffsetRuns done;
    private long position;

    /// @param position committed offset, from which on records are read
    /// @param done     records behind it that are done
    OffsetLedger(long position, List<Run> done) {
        this.position = position;
        this.done = OffsetRuns.of(done);
    }

    /// Whether the record is done or held, so that there is nothing to begin.
    boolean isKnown(long offset) {
        return done.contains(offset) || held.contains(offset);
    }

    /// The record has been read for the first time. Records come in ascending order.
    void read(long offset) {
        position = Math.max(position, offset + 1);
    }

    /// The record is to be done, and is not done until [#done].
    void hold(long offset) {
        held.add(offset);
    }

    void done(long offset) {
        held.remove(offset);
        done.add(offset);
        done.keepLowest(MOST_RUNS);
    }

    /// The offset to commit: all records before it are done.
    ///
    /// @param spilled the first one that was read and is not held
    long watermark(OptionalLong spilled) {
        var watermark = Math.min(position, spilled.orElse(Long.MAX_VALUE));
        return held.isEmpty() ? watermark : Math.min(watermark, held.first());
    }

    /// The records behind `watermark` that are done. Those before it are forgotten.
    List<Run> doneBehind(long watermark) {
        done.removeBelow(watermark);
        return done.runs();
    }

    /// The offset of the record to read next.
    long position() {
        return position;
    }
}
