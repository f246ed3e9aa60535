package io.sluice.ingest.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.command.Job;
import io.sluice.image.Organization;
import io.sluice.ingest.operation.Operations;
import io.sluice.ingest.operation.OutageGuard;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.kafka.Json;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.store.StoreUnavailableException;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import io.sluice.view.JobView;
import io.sluice.view.OperationFilter;
import io.sluice.view.OperationPage;
import io.sluice.view.OperationPage.Position;
import io.sluice.view.OperationStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Jobs that try all rejected operations again that meet some conditions, from [#start] to [#close()].
///
/// The node that accepts a job runs it, and publishes its progress as the copier does. Any node resumes a job
/// without progress, for instance after a crash, from the beginning: the operation that tries another one
/// again has a fixed id, so none is tried twice and the counts are exact, even if two nodes run the same job.
/// A cancellation is published as the state of the job, by whichever node receives it; the node that runs the
/// job reads all its records, so it also sees one that its own progress followed.
public final class ReplayJobs implements Consumer<Job>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayJobs.class);

    private static final int THREADS = 2;

    /// Number of operations that are read at once.
    private static final int PAGE = 100;

    /// Time without progress after which another node resumes a job.
    private static final Duration ABANDONED = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Operations operations;
    private final Replayer replayer;
    private final JobView jobs;
    private final Publisher publisher;
    private final OutageGuard outage;
    private final Clock clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("sluice-replay-", 0).daemon().factory());
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sluice-replay-watch").daemon().factory());

    /// The jobs that this node runs, with those that have been cancelled.
    private final Map<OperationId, Run> running = new ConcurrentHashMap<>();

    /// The last progress of the jobs of other nodes; confined to the watching thread.
    private final Map<OperationId, Sight> seen = new HashMap<>();

    private record Sight(Job job, long nanoTime) {}

    private static final class Run {
        private volatile boolean cancelled;
    }

    private ReplayJobs(
            Operations operations,
            Replayer replayer,
            JobView jobs,
            Publisher publisher,
            OutageGuard outage,
            Clock clock) {
        this.operations = operations;
        this.replayer = replayer;
        this.jobs = jobs;
        this.publisher = publisher;
        this.outage = outage;
        this.clock = clock;
    }

    /// Starts to look for jobs without progress. The arguments stay the caller's to close, after this.
    public static ReplayJobs start(
            Operations operations,
            Replayer replayer,
            JobView jobs,
            Publisher publisher,
            OutageGuard outage,
            Clock clock) {
        var replays = new ReplayJobs(operations, replayer, jobs, publisher, outage, clock);
        var _ = replays.watch.scheduleWithFixedDelay(
                replays::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return replays;
    }

    /// Accepts a job, and returns once it is durable.
    /// @throws ProblemException when Kafka is unavailable
    Job request(OperationId id, Organization organization, OperationFilter filter) throws InterruptedException {
        var requested = clock.instant();
        var rejected = filter.in(State.REJECTED).before(requested);
        var job = new Job(
                id,
                new Job.Task(Job.Kind.REPLAY, organization, null, false, text(rejected)),
                Job.State.RUNNING,
                new Job.Counts(total(organization, rejected), 0, 0, 0, 0, 0),
                requested,
                Job.Run.NOT_STARTED.startedAt(requested));
        publish(job);
        begin(job);
        return job;
    }

    private long total(Organization organization, OperationFilter filter) {
        return operations
                .list(new OperationPage.Request(organization, filter, 0, null, Set.of()))
                .total();
    }

    /// Cancels a running job, and returns once that is durable.
    ///
    /// @throws ProblemException when Kafka is unavailable
    public void cancel(Job job) throws InterruptedException {
        accept(publish(ended(job, Job.State.CANCELLED)));
    }

    /// Must be called with every record of a job that is read.
    @Override
    public void accept(Job job) {
        var run = running.get(job.id());
        if (run != null && job.state() == Job.State.CANCELLED) {
            run.cancelled = true;
        }
    }

    private void begin(Job job) {
        var run = new Run();
        var trace = Scope.trace().orElseGet(TraceContext::fresh);
        if (running.putIfAbsent(job.id(), run) == null) {
            threads.execute(() -> Scope.run(trace, () -> run(job, run)));
        }
    }

    private void look() {
        if (!jobs.caughtUp() || !operations.caughtUp()) {
            return;
        }
        try {
            var now = System.nanoTime();
            var unfinished = jobs.unfinished(Job.Kind.REPLAY);
            seen.keySet().retainAll(unfinished.stream().map(Job::id).toList());
            for (var job : unfinished) {
                var before = seen.get(job.id());
                if (before == null || !before.job().equals(job)) {
                    seen.put(job.id(), new Sight(job, now));
                } else if (now - before.nanoTime() > ABANDONED.toNanos() && !running.containsKey(job.id())) {
                    LOG.atInfo().addKeyValue("job", job.id()).log("job without progress resumed");
                    begin(job);
                }
            }
        } catch (RuntimeException e) { // or no job would be resumed any more
            LOG.atWarn().setCause(e).log("jobs not looked at");
        }
    }

    private void run(Job accepted, Run run) {
        try {
            var done = replayAll(accepted, run);
            patiently(() -> publish(ended(done, run.cancelled ? Job.State.CANCELLED : Job.State.DONE)));
            LOG.atInfo()
                    .addKeyValue("job", done.id())
                    .addKeyValue("organization", done.source())
                    .addKeyValue("operations", done.treated())
                    .log(run.cancelled ? "replay cancelled" : "replay finished");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the next start resumes it
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("job", accepted.id()).log("replay broken off");
        } finally {
            running.remove(accepted.id());
        }
    }

    private Job replayAll(Job accepted, Run run) throws InterruptedException {
        var filter = filter(accepted);
        var job = withCounts(accepted, new Job.Counts(accepted.total(), 0, 0, 0, 0, 0), null);
        Position after = null;
        do {
            var page = operations.list(new OperationPage.Request(job.source(), filter, PAGE, after, Set.of()));
            var treated = job.treated();
            job = replay(page, job, run);
            after = page.last();
            if (job.treated() > treated && after != null) {
                var progress = job;
                patiently(() -> publish(progress));
            }
        } while (after != null && !run.cancelled);
        return job;
    }

    private Job replay(OperationPage page, Job before, Run run) throws InterruptedException {
        var job = before;
        var rejected = page.items();
        var commands = patiently(() -> replayer.commands(rejected));
        for (var status : rejected) {
            if (run.cancelled) {
                return job;
            }
            var counts = job.counts();
            job = switch (patiently(() -> replayer.replay(status, commands))) {
                case Replayer.Result.Accepted _ -> withCounts(job, plus(counts, 1, 0, 0), null);
                case Replayer.Result.Known(var replay) ->
                    // by this job before a crash, or by an earlier request
                    replay.accepted().isBefore(job.requested())
                            ? withCounts(job, plus(counts, 0, 1, 0), null)
                            : withCounts(job, plus(counts, 1, 0, 0), null);
                case Replayer.Result.Impossible(var reason) ->
                    withCounts(job, plus(counts, 0, 0, 1), "operation " + status.operation() + ": " + reason);
            };
        }
        return job;
    }

    private interface Action<T> {
        T run() throws InterruptedException;
    }

    /// Repeats an action while Kafka or the store is away: an accepted job is not given up for that.
    private static <T> T patiently(Action<T> action) throws InterruptedException {
        while (true) {
            try {
                return action.run();
            } catch (ProblemException | StoreUnavailableException e) {
                LOG.atDebug().setCause(e).log("replay waits");
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
            }
        }
    }

    private static Job.Counts plus(Job.Counts counts, int created, int existing, int skipped) {
        return new Job.Counts(
                counts.total(),
                counts.created() + created,
                counts.existing() + existing,
                counts.deleted(),
                counts.skipped() + skipped,
                counts.failed());
    }

    private static Job withCounts(Job job, Job.Counts counts, @Nullable String error) {
        return new Job(
                job.id(),
                job.task(),
                job.state(),
                counts,
                job.requested(),
                job.run().failedWith(error));
    }

    private Job ended(Job job, Job.State state) {
        return new Job(
                job.id(),
                job.task(),
                state,
                job.counts(),
                job.requested(),
                job.run().finishedAt(clock.instant()));
    }

    private Job publish(Job job) throws InterruptedException {
        outage.check();
        outage.awaitDurable(publisher.publish(Topics.JOBS, job.id().value(), job));
        return job;
    }

    private static String text(OperationFilter filter) {
        try {
            return Json.MAPPER.writeValueAsString(filter);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a filter can always be written", e);
        }
    }

    private static OperationFilter filter(Job job) {
        try {
            return Json.MAPPER.readValue(job.task().filter(), OperationFilter.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the filter of the job " + job.id() + " cannot be read", e);
        }
    }

    /// Breaks off the jobs that run here; a node resumes them.
    @Override
    public void close() {
        watch.shutdownNow();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.atWarn().log("replays not stopped in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
