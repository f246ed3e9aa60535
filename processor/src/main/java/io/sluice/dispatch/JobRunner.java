package io.sluice.dispatch;

import io.sluice.lane.Cost;
import io.sluice.lane.LaneName;
import io.sluice.poison.Suspects;
import io.sluice.queue.RetryPolicy;
import io.sluice.queue.RetryingPublisher.UnpublishedException;
import io.sluice.queue.StopFlag;
import io.sluice.queue.Work.Afterwards;
import io.sluice.trace.Scope;
import io.sluice.trace.Spans;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// The execution of stages of jobs, with their failures. Used by all threads of all lanes; the reader takes
/// completed jobs.
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /// The pauses before a job is restarted. Only a record whose dead letter cannot be published because of a
    /// bug reaches the last attempt.
    private static final RetryPolicy RETRIES = new RetryPolicy(10, Duration.ofSeconds(1), 2, Duration.ofSeconds(30));

    private final StagedWork work;
    private final Suspects suspects;
    private final StopFlag stop;
    private final JobSink lanes;
    private final Queue<Completion> completed = new ConcurrentLinkedQueue<>();
    private final Random random = new Random();

    /// A completed job.
    record Completion(Job job, @Nullable Afterwards afterwards) {}

    /// The receiver of jobs for their next stage.
    @FunctionalInterface
    interface JobSink {

        /// Adds a job for its next stage.
        void add(Job job);
    }

    JobRunner(StagedWork work, Suspects suspects, StopFlag stop, JobSink lanes) {
        this.work = work;
        this.suspects = suspects;
        this.stop = stop;
        this.lanes = lanes;
    }

    /// Returns the next completed job; null when there is none.
    @Nullable
    Completion nextCompleted() {
        return completed.poll();
    }

    Cost run(Job job) throws InterruptedException {
        if (!job.partition().isAssigned() && job.stage() == null) {
            return Cost.NONE; // left to its new reader
        }
        try {
            return job.span().call(() -> runInScope(job));
        } catch (InterruptedException e) {
            restart(job);
            throw e;
        }
    }

    private Cost runInScope(Job job) throws InterruptedException {
        try {
            if (suspects.of(job.position()) == Suspects.Standing.POISON) {
                return refuse(job);
            }
            return follow(job, observed(job));
        } catch (UnpublishedException e) {
            return e.isTransient() ? retry(job, e) : giveUp(job, e);
        } catch (RuntimeException e) {
            return giveUp(job, e);
        }
    }

    private Cost refuse(Job job) throws InterruptedException {
        try {
            work.refuse(job.record());
            done(job, null);
            return Cost.NONE;
        } catch (KafkaException e) { // whether it has a result is not known yet
            return retry(job, e);
        }
    }

    /// Runs the next stage. A record is no suspect any more after a stage that read its bytes in this process:
    /// fetches do not, and conversions run in child processes. An [Error] ends the process, and clears nothing.
    private Stage.Progress observed(Job job) throws InterruptedException {
        if (job.lane() != LaneName.DIRECT) {
            return stage(job).run();
        }
        try {
            var progress = stage(job).run();
            if (progress instanceof Stage.Progress.Interrupted) {
                suspects.stop(job.position());
            } else {
                suspects.cleared(job.position());
            }
            return progress;
        } catch (InterruptedException e) {
            suspects.stop(job.position());
            throw e;
        } catch (RuntimeException e) {
            suspects.cleared(job.position());
            throw e;
        }
    }

    private Stage stage(Job job) {
        var stage = job.stage();
        return stage == null
                ? work.begin(
                        job.record(), job.partition().maybeAgain(job.record().offset()) || job.isRepeated())
                : stage;
    }

    private Cost follow(Job job, Stage.Progress progress) {
        switch (progress) {
            case Stage.Progress.Next(var lane, var stage, var _) -> {
                job.moveTo(lane, stage);
                lanes.add(job);
            }
            case Stage.Progress.Done(var afterwards, var _) -> done(job, afterwards);
            case Stage.Progress.Interrupted _ -> restart(job);
        }
        return progress.used();
    }

    private void done(Job job, @Nullable Afterwards afterwards) {
        job.span().end();
        var trace = job.span().trace();
        completed.add(new Completion(job, afterwards == null ? null : () -> Scope.run(trace, afterwards::run)));
    }

    /// Restarts a job that the watchdog has interrupted. If this process stops, another one receives the
    /// record.
    private void restart(Job job) {
        if (!stop.isGiven()) {
            job.restart();
            lanes.add(job);
        }
    }

    /// Gives up a record whose job failed because of a bug: it would fail again.
    private Cost giveUp(Job job, RuntimeException fault) throws InterruptedException {
        Spans.failed(fault);
        about(job, LOG.atError().setCause(fault)).log("record given up after an internal error");
        try {
            work.giveUp(job.record(), fault);
            done(job, null);
            return Cost.NONE;
        } catch (UnpublishedException e) {
            return retry(job, e);
        } catch (RuntimeException e) {
            if (RETRIES.isLast(job.failures() + 1)) {
                about(job, LOG.atError().setCause(e)).log("record lost, its dead letter cannot be published");
                done(job, null);
                return Cost.NONE;
            }
            about(job, LOG.atError().setCause(e)).log("dead letter not published, retried");
            return retry(job, e);
        }
    }

    /// Restarts a job after a pause. The thread waits, because no job can complete while nothing can be
    /// published.
    private Cost retry(Job job, RuntimeException fault) throws InterruptedException {
        about(job, LOG.atDebug().setCause(fault)).log("result not published, record kept");
        stop.pause(RETRIES.waitAfter(Math.min(job.restart(), RETRIES.attempts()), null, random));
        lanes.add(job);
        return Cost.NONE;
    }

    private static LoggingEventBuilder about(Job job, LoggingEventBuilder event) {
        return event.addKeyValue("topic", job.record().topic())
                .addKeyValue("partition", job.record().partition())
                .addKeyValue("offset", job.record().offset());
    }
}
