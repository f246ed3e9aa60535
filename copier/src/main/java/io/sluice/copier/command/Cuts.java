package io.sluice.copier.command;

import io.sluice.command.Job;
import io.sluice.command.ProposedSlice;
import io.sluice.command.Slice;
import io.sluice.copier.job.JobState;
import io.sluice.copier.job.Jobs;
import io.sluice.copier.job.PendingCuts;
import io.sluice.copier.job.Slicer;
import io.sluice.crash.CrashPoint;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.precedence.Precedence;
import io.sluice.streams.topology.Reading;
import io.sluice.trace.Scope;
import io.sluice.view.CatalogView;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// The cutting of jobs into slices: proposes slices, reads the proposals back and issues the valid ones.
public final class Cuts {

    /// Maximum concurrent slices of one job.
    public static final int SLICES_OF_A_JOB = 4;

    /// The same, and the maximum number of their images, while the source is a heavy organization: the catalog
    /// and the index take the images of a slice at once, before the next image of another organization.
    static final int SLICES_OF_A_HEAVY_JOB = 1;

    public static final int IMAGES_OF_A_HEAVY_SLICE = 10;

    /// Maximum concurrent slices of all jobs of this task. Other requests wait behind them.
    public static final int SLICES_IN_ALL = 16;

    /// Maximum wait for the view to reach the revision at which a job starts.
    public static final Duration REVISION_PATIENCE = Duration.ofMinutes(1);

    private final CatalogView view;
    private final Precedence precedence;
    private final Slicer slicer;
    private final Jobs jobs;
    private final Progress progress;
    private final SliceTasks tasks;
    private final Output output;

    public Cuts(
            CatalogView view, Precedence precedence, Jobs jobs, Progress progress, SliceTasks tasks, Output output) {
        this.view = view;
        this.precedence = precedence;
        this.slicer = new Slicer(view);
        this.jobs = jobs;
        this.progress = progress;
        this.tasks = tasks;
        this.output = output;
    }

    /// Cuts slices of all jobs in turn, up to the concurrency limits.
    public void cutMore(Instant now) {
        jobs.serveInTurn(pending -> propose(pending, now), () -> jobs.underWay() < SLICES_IN_ALL);
    }

    /// Returns whether a slice was cut.
    private boolean propose(PendingCuts pending, Instant now) {
        var state = jobs.find(pending.job());
        return state != null && state.plan().call(() -> propose(state, pending, now));
    }

    private boolean propose(JobState before, PendingCuts pending, Instant now) {
        var state = before;
        var heavy = precedence.isHeavy(state.plan().source().name());
        if (!state.isRunning()
                || state.walked()
                || state.open().size() + pending.proposed() >= (heavy ? SLICES_OF_A_HEAVY_JOB : SLICES_OF_A_JOB)
                || !canSee(state, pending, now)) {
            return false;
        }
        if (state.started() == null) {
            state = progress.change(
                    state,
                    state.begun(view.count(state.plan().source(), state.plan().condition()), now),
                    now);
        }
        var cut = slicer.cut(state, pending, heavy ? IMAGES_OF_A_HEAVY_SLICE : Slice.MAX_IMAGES);
        if (cut != null) {
            pending.propose(cut);
            output.propose(cut, now);
            return true;
        }
        if (pending.proposed() == 0) {
            progress.change(state, state.completelyCut(now), now);
        }
        return false;
    }

    /// Returns whether the view has reached the revision of the job. Checked repeatedly, because waiting
    /// would block all jobs.
    private boolean canSee(JobState state, PendingCuts pending, Instant now) {
        if (!view.caughtUp()) {
            return false;
        }
        var plan = state.plan();
        try {
            if (view.await(plan.source(), plan.revision(), Duration.ZERO)) {
                return true;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        if (state.started() == null
                && !pending.waitingSince(now).plus(REVISION_PATIENCE).isAfter(now)) {
            var error = plan.source() + " has not reached revision " + plan.revision() + " within "
                    + REVISION_PATIENCE.toSeconds() + " seconds";
            progress.change(state, state.ended(Job.State.FAILED, error, now), now);
        }
        return false;
    }

    /// Reads a cut, published by this process or by a previous one.
    public void read(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        switch (Reading.of(Topics.JOB_CUTS, record.value(), RecordCopies.MAX_VALUE_BYTES)) {
            case Reading.Malformed<ProposedSlice>(var reason) -> output.bury(record, reason, now);
            case Reading.Parsed<ProposedSlice>(var cut) -> {
                var state = jobs.find(cut.slice().job());
                if (state != null) {
                    Scope.isAbout(state.plan().id(), state.plan().target());
                    giveOut(cut, state, now);
                    cutMore(now);
                }
            }
        }
    }

    private void giveOut(ProposedSlice cut, JobState before, Instant now) {
        var state = before;
        if (before.continuesWith(cut)) {
            state = before.with(cut, now);
            jobs.replace(before, state);
            CrashPoint.TASK_CUT.pass();
        }
        // a slice that is already open was cut before a crash, which may have prevented that it was issued
        var open = state.open(cut.slice().number());
        if (open.isPresent() && open.get().slice().equals(cut.slice())) {
            tasks.issue(state.plan(), open.get(), now);
        }
        var pending = jobs.pending(cut.slice().job());
        if (pending != null) {
            pending.read(cut, state);
        }
    }
}
