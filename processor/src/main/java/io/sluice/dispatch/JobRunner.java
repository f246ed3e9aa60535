package io.sluice.dispatch;

import io.sluice.lane.Cost;
import io.sluice.lane.LaneName;
import io.sluice.poison.Suspects;
import io.sluice.queue.RetryPolicy;
import io.sluice.queue.RetryingPublisher.UnpublishedException;
import io.sluice.queue.StopFlag;
import io.sluice.queue.Work.Afterwards;
import io.sluice.trace.Scope;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Runs the stages of jobs, whatever they come to. Used by all threads of all lanes; the reader takes what is
/// done.
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    /// How long to wait before the work on a record begins anew. Only a record that meets a bug even when it
    /// is given up uses up its attempts.
    private static final RetryPolicy AGAIN = new RetryPolicy(10, Duration.ofSeconds(1), 2, Duration.ofSeconds(30));

    private final StagedWork work;
    private final Suspects suspects;
    private final StopFlag stop;
    private final Onward lanes;
    private final Queue<Completion> completed = new ConcurrentLinkedQueue<>();
    private final Random random = new Random();

    /// A job that is done.
    record Completion(Job job, @Nullable Afterwards afterwards) {}

    /// Where jobs go on.
    interface Onward {

        /// Takes a job for its next stage.
        void add(Job job);

        /// Looks again which jobs may begin.
        void recheck();
    }

    JobRunner(StagedWork work, Suspects suspects, StopFlag stop, Onward lanes) {
        this.work = work;
        this.suspects = suspects;
        this.stop = stop;
        this.lanes = lanes;
    }

    /// The next job that is done, or null when there is none.
    @Nullable
    Completion nextCompleted() {
        return completed.poll();
    }

    Cost run(Job job) throws InterruptedException {
        if (!job.partition().isOurs() && job.stage() == null) {
            return Cost.NONE; // its new reader does it
        }
        try {
            return Scope.call(job.trace(), () -> runInScope(job));
        } catch (InterruptedException e) {
            beginAnew(job);
            throw e;
        }
    }

    private Cost runInScope(Job job) throws InterruptedException {
        try {
            var record = job.record();
            if (suspects.of(record.partition(), record.offset()) == Suspects.Standing.POISON) {
                work.refuse(record);
                done(job, null);
                return Cost.NONE;
            }
            return follow(job, marked(job));
        } catch (UnpublishedException e) {
            return e.isTransient() ? again(job, e) : giveUp(job, e);
        } catch (RuntimeException e) {
            return giveUp(job, e);
        }
    }

    /// Runs the next stage, with the record marked if it looks at the bytes: fetches do not, and conversions
    /// do in processes of their own. After an [Error], which ends this process, the mark stays.
    private Stage.Progress marked(Job job) throws InterruptedException {
        if (job.lane() != LaneName.DIRECT) {
            return stage(job).run();
        }
        var record = job.record();
        var mark = suspects.mark(record.partition(), record.offset());
        Stage.Progress progress;
        try {
            progress = stage(job).run();
        } catch (InterruptedException | RuntimeException e) {
            mark.close();
            throw e;
        }
        mark.close();
        if (suspects.settled(record.partition(), record.offset())) {
            lanes.recheck();
        }
        return progress;
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
                job.goOn(lane, stage);
                lanes.add(job);
            }
            case Stage.Progress.Done(var afterwards, var _) -> done(job, afterwards);
            case Stage.Progress.BrokenOff _ -> beginAnew(job);
        }
        return progress.used();
    }

    private void done(Job job, @Nullable Afterwards afterwards) {
        completed.add(new Completion(job, afterwards == null ? null : () -> Scope.run(job.trace(), afterwards::run)));
    }

    /// At the end of this process another one does the job; else, as when the watchdog has interrupted it,
    /// this one.
    private void beginAnew(Job job) {
        if (!stop.isGiven()) {
            job.restart();
            lanes.add(job);
        }
    }

    /// A record whose work meets a bug would meet it again.
    private Cost giveUp(Job job, RuntimeException fault) throws InterruptedException {
        about(job, LOG.atError().setCause(fault)).log("record given up after an internal error");
        try {
            work.giveUp(job.record(), fault);
            done(job, null);
            return Cost.NONE;
        } catch (UnpublishedException e) {
            return again(job, e);
        } catch (RuntimeException e) {
            if (AGAIN.isLast(job.failures() + 1)) {
                about(job, LOG.atError().setCause(e)).log("record lost, it cannot even be given up");
                done(job, null);
                return Cost.NONE;
            }
            about(job, LOG.atError().setCause(e)).log("record cannot be given up, tried again");
            return again(job, e);
        }
    }

    /// The work on a record begins anew after a pause. The thread waits: while nothing can be published,
    /// nothing can be done.
    private Cost again(Job job, RuntimeException fault) throws InterruptedException {
        about(job, LOG.atDebug().setCause(fault)).log("result not published, record kept");
        stop.pause(AGAIN.waitAfter(Math.min(job.restart(), AGAIN.attempts()), null, random));
        lanes.add(job);
        return Cost.NONE;
    }

    private static LoggingEventBuilder about(Job job, LoggingEventBuilder event) {
        return event.addKeyValue("topic", job.record().topic())
                .addKeyValue("partition", job.record().partition())
                .addKeyValue("offset", job.record().offset());
    }
}
