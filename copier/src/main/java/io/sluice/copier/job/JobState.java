package io.sluice.copier.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.command.Job;
import io.sluice.command.ProposedSlice;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of a job in one value, so that a crash cannot leave it partially changed.
///
/// @param total     number of images at the start
/// @param run       times and error of the execution
/// @param position  how far the source has been cut
/// @param open      slices without a result, in the order of their numbers
public record JobState(
        JobPlan plan,
        Job.State state,
        long total,
        Tally tally,
        @JsonUnwrapped Job.Run run,
        @JsonUnwrapped Position position,
        List<OpenSlice> open) {

    public JobState {
        open = List.copyOf(open);
    }

    /// How far the source of a job has been cut into slices.
    ///
    /// @param cursor hash of the last image that was cut; null before the first
    /// @param next   number of the next slice
    /// @param walked whether the last image has been cut
    record Position(@Nullable ImageHash cursor, long next, boolean walked) {

        static final Position START = new Position(null, 0, false);
    }

    public static JobState of(JobPlan plan) {
        return new JobState(plan, Job.State.RUNNING, 0, Tally.NONE, Job.Run.NOT_STARTED, Position.START, List.of());
    }

    /// Returns the public state of the job.
    public Job job() {
        return new Job(
                plan.id(),
                plan.task(),
                state,
                new Job.Counts(
                        total, tally.created(), tally.existing(), tally.deleted(), tally.skipped(), tally.failed()),
                plan.requested(),
                run);
    }

    @JsonIgnore
    public boolean isRunning() {
        return state == Job.State.RUNNING;
    }

    public boolean hasFinished() {
        return run.finished() != null;
    }

    public Optional<OpenSlice> open(long number) {
        return open.stream().filter(it -> it.slice().number() == number).findFirst();
    }

    /// Starts the job with this number of images.
    public JobState begun(long images, Instant now) {
        return new JobState(plan, state, images, tally, run.startedAt(now), position, open);
    }

    /// Returns whether `cut` starts where the last slice ended.
    public boolean continuesWith(ProposedSlice cut) {
        return isRunning() && cut.slice().number() == next() && Objects.equals(cursor(), cut.after());
    }

    /// Opens the slice of `cut`.
    public JobState with(ProposedSlice cut, Instant now) {
        var longer = new ArrayList<>(open);
        longer.add(new OpenSlice(cut.slice(), cut.hashes(), cut.revision(), now, 1));
        return new JobState(
                plan, state, total, tally, run, new Position(cut.slice().last(), next() + 1, false), longer);
    }

    /// Issues an open slice again.
    public JobState issuedAgain(OpenSlice slice, Instant now) {
        return withOpen(
                open.stream().map(it -> it.equals(slice) ? it.again(now) : it).toList());
    }

    /// Closes a slice.
    ///
    /// @param revision revision of the target after the slice; 0 when it changed nothing
    /// @param error    error of the failed images, or null
    public JobState closed(OpenSlice slice, Tally came, long revision, @Nullable String error, Instant now) {
        return new JobState(
                        plan,
                        state,
                        total,
                        tally.plus(came),
                        run.reached(revision).failedWith(error),
                        position,
                        open.stream().filter(it -> !it.equals(slice)).toList())
                .settled(now);
    }

    /// Marks the job as completely cut.
    public JobState completelyCut(Instant now) {
        return new JobState(plan, state, total, tally, run, new Position(cursor(), next(), true), open).settled(now);
    }

    /// Ends the job: no more slices are cut, open ones are still counted.
    public JobState ended(Job.State how, @Nullable String error, Instant now) {
        return new JobState(plan, how, total, tally, run.failedWith(error), position, open).settled(now);
    }

    private JobState settled(Instant now) {
        if (hasFinished() || !open.isEmpty() || (isRunning() && !walked())) {
            return this;
        }
        return new JobState(
                plan, isRunning() ? Job.State.DONE : state, total, tally, run.finishedAt(now), position, open);
    }

    private JobState withOpen(List<OpenSlice> slices) {
        return new JobState(plan, state, total, tally, run, position, slices);
    }

    @Nullable
    public Instant started() {
        return run.started();
    }

    @Nullable
    ImageHash cursor() {
        return position.cursor();
    }

    long next() {
        return position.next();
    }

    public boolean walked() {
        return position.walked();
    }
}
