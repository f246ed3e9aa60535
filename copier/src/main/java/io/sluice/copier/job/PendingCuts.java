package io.sluice.copier.job;

import io.sluice.command.ProposedSlice;
import io.sluice.image.ImageHash;
import io.sluice.operation.OperationId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The volatile state of an unfinished job: cuts that were proposed and not read back yet, and progress that
/// is not published yet. It can be lost without losing work.
public final class PendingCuts {

    private final OperationId job;
    private final Deque<ProposedSlice> proposed = new ArrayDeque<>();

    private @Nullable Instant waitingSince;
    private @Nullable Instant published;
    private boolean changed;

    PendingCuts(OperationId job) {
        this.job = job;
    }

    public OperationId job() {
        return job;
    }

    public int proposed() {
        return proposed.size();
    }

    /// Returns the number of the next slice to cut, given the job's state.
    long next(JobState state) {
        return state.next() + proposed.size();
    }

    /// Returns the image after which that slice starts; null for the first one.
    @Nullable
    ImageHash after(JobState state) {
        return proposed.isEmpty() ? state.cursor() : proposed.getLast().slice().last();
    }

    public void propose(ProposedSlice cut) {
        proposed.addLast(cut);
    }

    /// Processes a cut, published by this process or by a previous one, that left the job in `state`. Drops
    /// proposals that do not continue from there: they will be ignored when they are read.
    public void read(ProposedSlice cut, JobState state) {
        if (cut.equals(proposed.peekFirst())) {
            proposed.removeFirst();
        }
        var first = proposed.peekFirst();
        if (first != null
                && (first.slice().number() != state.next() || !Objects.equals(first.after(), state.cursor()))) {
            proposed.clear();
        }
    }

    /// Returns since when the job has been waiting to start.
    public Instant waitingSince(Instant now) {
        if (waitingSince == null) {
            waitingSince = now;
        }
        return waitingSince;
    }

    public void changed() {
        changed = true;
    }

    /// Returns whether there is progress to publish and the last update is older than the interval.
    public boolean isDue(Instant publishedBefore) {
        return changed && (published == null || !published.isAfter(publishedBefore));
    }

    public void published(Instant now) {
        published = now;
        changed = false;
    }
}
