package io.sluice.copier.command;

import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.JobState;
import io.sluice.copier.job.Jobs;
import io.sluice.copier.job.OpenSlice;
import io.sluice.copier.job.Tally;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The handling of slices without a result: issues them again, and gives up after the last attempt.
public final class LostSlices {

    private static final Logger LOG = LoggerFactory.getLogger(LostSlices.class);

    /// Time after which a slice without a result is considered lost.
    public static final Duration LOST = Duration.ofMinutes(5);

    /// Maximum number of times that a slice is issued.
    private static final int TRIES = 3;

    private final Jobs jobs;
    private final Progress progress;
    private final SliceTasks tasks;
    private final CopierMetrics metrics;

    public LostSlices(Jobs jobs, Progress progress, SliceTasks tasks, CopierMetrics metrics) {
        this.jobs = jobs;
        this.progress = progress;
        this.tasks = tasks;
        this.metrics = metrics;
    }

    public void find(Instant now) {
        jobs.forEachUnfinished(pending -> {
            var state = jobs.find(pending.job());
            if (state != null) {
                state.plan().run(() -> tryLostAgain(state, now));
            }
        });
    }

    private void tryLostAgain(JobState before, Instant now) {
        var state = before;
        for (var open : before.open()) {
            if (!open.issued().plus(LOST).isAfter(now)) {
                state = tryAgain(open, state, now);
            }
        }
    }

    private JobState tryAgain(OpenSlice open, JobState state, Instant now) {
        metrics.sliceLost();
        LOG.atWarn()
                .addKeyValue("slice", open.slice().number())
                .addKeyValue("attempt", open.tries())
                .log("slice result overdue");
        if (open.tries() >= TRIES) {
            var error = "slice " + open.slice().number() + " had no result after " + open.tries() + " attempts";
            return progress.change(
                    state, state.closed(open, Tally.failed(open.slice().size()), 0, error, now), now);
        }
        var again = open.again(now);
        var after = progress.change(state, state.issuedAgain(open, now), now);
        tasks.issue(state.plan(), again, now);
        return after;
    }
}
