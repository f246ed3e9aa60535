package io.sluice.copier.command;

import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.JobState;
import io.sluice.copier.job.Jobs;
import io.sluice.crash.CrashPoint;
import io.sluice.kafka.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores the states of jobs and publishes their progress on [Topics#JOBS].
public final class Progress {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

    /// Interval of progress updates of a job without other events.
    public static final Duration INTERVAL = Duration.ofMillis(200);

    private final Jobs jobs;
    private final Output output;
    private final CopierMetrics metrics;

    public Progress(Jobs jobs, Output output, CopierMetrics metrics) {
        this.jobs = jobs;
        this.output = output;
        this.metrics = metrics;
    }

    /// Stores the new state of a job. Publishes it now when it is important, otherwise when the next update
    /// is due.
    JobState change(@Nullable JobState before, JobState after, Instant now) {
        jobs.replace(before, after);
        if (before != null && after.open().size() < before.open().size()) {
            CrashPoint.SLICE_COUNTED.pass();
        }
        if (before == null || before.state() != after.state() || !Objects.equals(before.started(), after.started())) {
            publishChange(after, now);
        } else if (!before.hasFinished() && after.hasFinished()) {
            publishChange(after, now);
        } else {
            var pending = jobs.pending(after.plan().id());
            if (pending != null) {
                pending.changed();
            }
        }
        return after;
    }

    /// Publishes progress that is due.
    public void publishDue(Instant now) {
        jobs.forEachUnfinished(pending -> {
            if (pending.isDue(now.minus(INTERVAL))) {
                var state = jobs.find(pending.job());
                if (state != null) {
                    state.plan().run(() -> publish(state, now));
                }
            }
        });
    }

    /// Publishes the end of jobs again that finished last before the start, as it may be unpublished.
    public void publishLastFinished(Instant now) {
        for (var job : jobs.takeFinishedLast()) {
            var state = jobs.find(job);
            if (state != null) {
                state.plan().run(() -> publish(state, now));
            }
        }
    }

    private void publishChange(JobState state, Instant now) {
        publish(state, now);
        if (state.hasFinished()) {
            metrics.jobEnded(state.state());
        }
        LOG.atInfo()
                .addKeyValue("kind", state.plan().kind())
                .addKeyValue("source", state.plan().source())
                .addKeyValue("state", state.state())
                .addKeyValue("tally", state.tally())
                .addKeyValue("total", state.total())
                .log(state.hasFinished() ? "job finished" : "job changed");
    }

    private void publish(JobState state, Instant now) {
        output.publish(Topics.JOBS, state.plan().id().value(), state.job(), now);
        var pending = jobs.pending(state.plan().id());
        if (pending != null) {
            pending.published(now);
        }
    }
}
