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

/// The state of a job in one value, so that a crash cannot leave it partially changed.
///
/// @param total     number of images at the start
/// @param started   when processing started, or null
/// @param finished  when the job and all of its slices had ended, or null
/// @param lastError the error of the last failed image, or null
/// @param cursor    hash of the last image that was cut; null before the first
/// @param next      number of the next slice
/// @param walked    whether the last image has been cut
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

    /// Returns the public state of the job.
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

    /// Starts the job with this number of images.
    JobState begun(long images, Instant now) {
        return new JobState(plan, state, images, tally, now, finished, lastError, cursor, next, walked, open);
    }

    /// Returns whether `cut` starts where the last slice ended.
    boolean continuesWith(Cut cut) {
        return isRunning()
                && cut.slice().number() == next
                && (cursor == null ? cut.after() == null : cursor.equals(cut.after()));
    }

    /// Opens the slice of `cut`.
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

    /// Issues an open slice again.
    JobState issuedAgain(OpenSlice slice, Instant now) {
        return withOpen(
                open.stream().map(it -> it.equals(slice) ? it.again(now) : it).toList());
    }

    /// Closes a slice.
    ///
    /// @param error error of the failed images, or null
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

    /// Marks the job as completely cut.
    JobState walkedThrough(Instant now) {
        return new JobState(plan, state, total, tally, started, finished, lastError, cursor, next, true, open)
                .settled(now);
    }

    /// Ends the job: no more slices are cut, open ones are still counted.
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
