package io.sluice.copier;

import io.sluice.command.Cut;
import io.sluice.command.OperationId;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is kept in memory of a job that is not finished: the cuts that were proposed and not yet read back, and what of
/// its progress is not yet published. Losing it loses no work.
final class Walk {

    private final OperationId job;
    private final Deque<Cut> proposed = new ArrayDeque<>();

    private @Nullable Instant waitingSince;
    private @Nullable Instant published;
    private boolean changed;

    Walk(OperationId job) {
        this.job = job;
    }

    OperationId job() {
        return job;
    }

    int proposed() {
        return proposed.size();
    }

    /// Number of the slice to cut next, given how far the job is.
    long next(JobState state) {
        return state.next() + proposed.size();
    }

    /// Where that slice begins.
    @Nullable
    ImageHash after(JobState state) {
        return proposed.isEmpty() ? state.cursor() : proposed.getLast().slice().last();
    }

    void propose(Cut cut) {
        proposed.addLast(cut);
    }

    /// A cut was read, ours or that of a process before us, and left the job at `state`. What was proposed and does not
    /// begin there is given up: it will be read and passed over.
    void read(Cut cut, JobState state) {
        if (cut.equals(proposed.peekFirst())) {
            proposed.removeFirst();
        }
        var first = proposed.peekFirst();
        if (first != null
                && (first.slice().number() != state.next() || !Objects.equals(first.after(), state.cursor()))) {
            proposed.clear();
        }
    }

    /// Since when the walk cannot begin.
    Instant waitingSince(Instant now) {
        if (waitingSince == null) {
            waitingSince = now;
        }
        return waitingSince;
    }

    void changed() {
        changed = true;
    }

    /// Whether there is progress to publish that was not published a moment before.
    boolean isDue(Instant publishedBefore) {
        return changed && (published == null || !published.isAfter(publishedBefore));
    }

    void published(Instant now) {
        published = now;
        changed = false;
    }
}
