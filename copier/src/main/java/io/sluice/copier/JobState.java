package io.sluice.copier;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sluice.command.Cut;
import io.sluice.command.Job;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that is known of a job, as one value, so that a crash finds all of it or none of it changed.
///
/// @param total     images there were when the walk began
/// @param started   when the walk began, if it has
/// @param finished  when the job was over and all of its slices were, if that is so
/// @param lastError why the last failed image failed, if one did
/// @param cursor    hash of the last image that was cut, null before the first
/// @param next      number of the next slice
/// @param walked    whether the end was reached
/// @param open      slices without a result, in the order of their numbers
record JobState(
        JobPlan plan,
        Job.State state,
        long total,
        Tally tally,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable String lastError,
        @Nullable ImageHash cursor,
        long next,
        boolean walked,
        List<OpenSlice> open) {

    JobState {
        open = List.copyOf(open);
    }

    static JobState of(JobPlan plan) {
        return new JobState(plan, Job.State.RUNNING, 0, Tally.NONE, null, null, null, null, 0, false, List.of());
    }

    /// As everybody may see it.
    Job job() {
        return new Job(
                plan.id(),
                plan.kind(),
                plan.source(),
                plan.destination(),
                plan.keepExisting(),
                state,
                total,
                tally.created(),
                tally.existing(),
                tally.deleted(),
                tally.skipped(),
                tally.failed(),
                plan.requested(),
                started,
                finished,
                lastError);
    }

    @JsonIgnore
    boolean isRunning() {
        return state == Job.State.RUNNING;
    }

    boolean hasFinished() {
        return finished != null;
    }

    Optional<OpenSlice> open(long number) {
        return open.stream().filter(it -> it.slice().number() == number).findFirst();
    }

    /// The walk begins, through this many images.
    JobState begun(long images, Instant now) {
        return new JobState(plan, state, images, tally, now, finished, lastError, cursor, next, walked, open);
    }

    /// Whether `cut` begins where the last slice ended.
    boolean continuesWith(Cut cut) {
        return isRunning()
                && cut.slice().number() == next
                && (cursor == null ? cut.after() == null : cursor.equals(cut.after()));
    }

    /// The slice is given out.
    JobState with(Cut cut, Instant now) {
        var longer = new ArrayList<>(open);
        longer.add(new OpenSlice(cut.slice(), cut.hashes(), cut.revision(), now, 1));
        return new JobState(
                plan,
                state,
                total,
                tally,
                started,
                finished,
                lastError,
                cut.slice().last(),
                next + 1,
                false,
                longer);
    }

    /// A slice is given out again.
    JobState issuedAgain(OpenSlice slice, Instant now) {
        return withOpen(
                open.stream().map(it -> it.equals(slice) ? it.again(now) : it).toList());
    }

    /// A slice is done with.
    ///
    /// @param error why images failed, if some did
    JobState closed(OpenSlice slice, Tally came, @Nullable String error, Instant now) {
        return new JobState(
                        plan,
                        state,
                        total,
                        tally.plus(came),
                        started,
                        finished,
                        error == null ? lastError : error,
                        cursor,
                        next,
                        walked,
                        open.stream().filter(it -> !it.equals(slice)).toList())
                .settled(now);
    }

    /// There is nothing left to cut.
    JobState walkedThrough(Instant now) {
        return new JobState(plan, state, total, tally, started, finished, lastError, cursor, next, true, open)
                .settled(now);
    }

    /// Nothing is cut any more; what is open is still counted.
    JobState ended(Job.State how, @Nullable String error, Instant now) {
        return new JobState(
                        plan,
                        how,
                        total,
                        tally,
                        started,
                        finished,
                        error == null ? lastError : error,
                        cursor,
                        next,
                        walked,
                        open)
                .settled(now);
    }

    private JobState settled(Instant now) {
        if (hasFinished() || !open.isEmpty() || (isRunning() && !walked)) {
            return this;
        }
        return new JobState(
                plan,
                isRunning() ? Job.State.DONE : state,
                total,
                tally,
                started,
                now,
                lastError,
                cursor,
                next,
                walked,
                open);
    }

    private JobState withOpen(List<OpenSlice> slices) {
        return new JobState(plan, state, total, tally, started, finished, lastError, cursor, next, walked, slices);
    }
}
