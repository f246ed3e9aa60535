package io.sluice.copier;

import io.sluice.command.CatalogCommand;
import io.sluice.command.CopyCommand;
import io.sluice.command.CopyTask;
import io.sluice.command.Cut;
import io.sluice.command.Job;
import io.sluice.command.OperationId;
import io.sluice.command.Outcome;
import io.sluice.command.Part;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.crash.CrashPoint;
import io.sluice.image.Organization;
import io.sluice.kafka.CutRecord;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.streams.DeadLetters;
import io.sluice.streams.Reading;
import io.sluice.streams.TracedRecords;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceHeaders;
import io.sluice.view.CatalogView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns commands into tasks and walks through organizations, some slices of each job at a time. Each topic has a sink
/// of its own name, apart from [CopierTopology#PROPOSALS].
///
/// **Why counts are exact.** Which images a slice has depends on when it is cut, so a slice cut again after a crash
/// would be another one, while the first may have been given out already: its images would be counted twice, or, when
/// they are deleted and no longer seen, never. Therefore cutting is only a proposal, a [Cut] on
/// [Topics#JOB_CUTS], which this processor reads itself. The log decides: the first cut of a number that begins where
/// the job stands counts, and is given out as it is however often it is read; all others are passed over. So a number
/// stands for the same images for ever, its task is the same operation whenever it is repeated, the catalog answers a
/// replay as it answered before, and the first answer to an open slice closes it. What is counted is in the one value
/// that says that the slice is closed ([JobState]), hence neither is written without the other.
final class CopierProcessor
        implements Processor<@Nullable String, byte @Nullable [], @Nullable String, @Nullable Object> {

    /// How often it looks for slices to cut; each result lets it look too.
    static final Duration TICK = Duration.ofMillis(100);

    /// How often progress is published while nothing else happens to a job.
    static final Duration PROGRESS = Duration.ofMillis(200);

    /// Slices of one job that are under way at once.
    static final int SLICES_OF_A_JOB = 4;

    /// Slices under way at once of all jobs that this processor looks after. What others ask for waits behind them.
    static final int SLICES_IN_ALL = 16;

    /// How long the result of a slice may take before it counts as lost.
    static final Duration LOST = Duration.ofMinutes(5);

    /// How often a slice is given out.
    static final int TRIES = 3;

    /// How long a view may take to come to the revision that a job is to begin at.
    static final Duration REVISION_PATIENCE = Duration.ofMinutes(1);

    /// How long a job can be asked for after its end.
    static final Duration MEMORY = Duration.ofDays(30);

    private static final Duration LOOK_FOR_LOST = Duration.ofSeconds(10);
    private static final Duration LOOK_FOR_OLD = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(CopierProcessor.class);

    private final CatalogView view;
    private final Slicer slicer;
    private final CopierMetrics metrics;
    private ProcessorContext<@Nullable String, @Nullable Object> context;
    private Jobs jobs;

    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    CopierProcessor(CatalogView view, CopierMetrics metrics) {
        this.view = view;
        this.slicer = new Slicer(view);
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, @Nullable Object> context) {
        this.context = context;
        this.jobs = new Jobs(context);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, now -> tick(Instant.ofEpochMilli(now)));
        context.schedule(LOOK_FOR_LOST, PunctuationType.WALL_CLOCK_TIME, now -> findLost(Instant.ofEpochMilli(now)));
        context.schedule(LOOK_FOR_OLD, PunctuationType.WALL_CLOCK_TIME, now -> forget(Instant.ofEpochMilli(now)));
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        var topic = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record always comes from a topic"))
                .topic();
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        TracedRecords.within(record, () -> read(topic, record, now));
    }

    private void read(String topic, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        if (topic.equals(Topics.COPIES.name())) {
            command(record, now);
        } else if (topic.equals(Topics.JOB_CUTS.name())) {
            cut(record, now);
        } else {
            result(record, now);
        }
    }

    // commands

    private void command(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        switch (Reading.of(Topics.COPIES, record.value(), CutRecord.MAX_VALUE_BYTES)) {
            case Reading.Malformed<CopyCommand>(var reason) -> {
                CommandSender.of(record.value())
                        .ifPresent(sender -> reject(sender.operation(), sender.organization(), reason, now));
                bury(record, reason, now);
            }
            case Reading.Parsed<CopyCommand>(var command) -> {
                var id = command.operation().value();
                if (id.equals(record.key())) {
                    take(command, record, now);
                } else {
                    // under another key it stands in a partition that does not know its job
                    bury(
                            record,
                            DeadLetters.malformed("a copy command has its operation, here " + id + ", as key"),
                            now);
                }
            }
        }
    }

    private void take(CopyCommand command, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        var published = Instant.ofEpochMilli(record.timestamp());
        var trace = TraceHeaders.read(record.headers());
        switch (command) {
            case CopyCommand.Copy copy -> copy(copy, published, now);
            case CopyCommand.CopyAll copyAll -> startJob(JobPlan.of(copyAll, published, trace), record, now);
            case CopyCommand.DeleteAll deleteAll -> startJob(JobPlan.of(deleteAll, published, trace), record, now);
            case CopyCommand.Cancel(var id) -> cancel(id, now);
        }
    }

    private void copy(CopyCommand.Copy command, Instant published, Instant now) {
        Scope.isAbout(command.operation(), command.destination());
        var task = new CopyTask(
                command.operation(),
                command.source(),
                command.destination(),
                command.hashes(),
                command.keepExisting(),
                command.revision(),
                Trail.accepted(command.accepted(), published),
                null);
        publish(Topics.COPY_TASKS, command.operation().value(), task, now);
    }

    private void startJob(JobPlan plan, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        if (plan.id().value().length() > JobPlan.MAX_ID_LENGTH) {
            var reason = DeadLetters.malformed("the operation id of a job has at most " + JobPlan.MAX_ID_LENGTH
                    + " characters, but this has " + plan.id().value().length());
            reject(plan.id(), plan.target(), reason, now);
            bury(record, reason, now);
            return;
        }
        if (jobs.find(plan.id()) != null) {
            return; // a replay, or a second command under the same id: the first one counts
        }
        Scope.isAbout(plan.id(), plan.target());
        change(null, JobState.of(plan), now);
        cutMore(now);
    }

    private void cancel(OperationId id, Instant now) {
        var state = jobs.find(id);
        if (state != null && state.isRunning()) {
            Scope.isAbout(id, state.plan().target());
            change(state, state.ended(Job.State.CANCELLED, null, now), now);
        }
    }

    // cutting

    private void cutMore(Instant now) {
        jobs.serveInTurn(walk -> propose(walk, now), () -> jobs.underWay() < SLICES_IN_ALL);
    }

    /// Whether a slice was cut.
    private boolean propose(Walk walk, Instant now) {
        var state = jobs.find(walk.job());
        return state != null && state.plan().call(() -> propose(state, walk, now));
    }

    private boolean propose(JobState before, Walk walk, Instant now) {
        var state = before;
        if (!state.isRunning()
                || state.walked()
                || state.open().size() + walk.proposed() >= SLICES_OF_A_JOB
                || !canSee(state, walk, now)) {
            return false;
        }
        if (state.started() == null) {
            state = change(state, state.begun(view.count(state.plan().source()), now), now);
        }
        var cut = slicer.cut(state, walk);
        if (cut != null) {
            walk.propose(cut);
            context.forward(TracedRecords.of(walk.job().value(), cut, now), CopierTopology.PROPOSALS);
            return true;
        }
        if (walk.proposed() == 0) {
            change(state, state.walkedThrough(now), now);
        }
        return false;
    }

    /// Whether the view knows what the job is to see. It is asked again and again, since waiting would hold up all
    /// jobs.
    private boolean canSee(JobState state, Walk walk, Instant now) {
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
                && !walk.waitingSince(now).plus(REVISION_PATIENCE).isAfter(now)) {
            var error = plan.source() + " has not come to revision " + plan.revision() + " within "
                    + REVISION_PATIENCE.toSeconds() + " seconds";
            change(state, state.ended(Job.State.FAILED, error, now), now);
        }
        return false;
    }

    private void cut(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        switch (Reading.of(Topics.JOB_CUTS, record.value(), CutRecord.MAX_VALUE_BYTES)) {
            case Reading.Malformed<Cut>(var reason) -> bury(record, reason, now);
            case Reading.Parsed<Cut>(var cut) -> {
                var state = jobs.find(cut.slice().job());
                if (state != null) {
                    Scope.isAbout(state.plan().id(), state.plan().target());
                    giveOut(cut, state, now);
                    cutMore(now);
                }
            }
        }
    }

    private void giveOut(Cut cut, JobState before, Instant now) {
        var state = before;
        if (before.continuesWith(cut)) {
            state = before.with(cut, now);
            jobs.replace(before, state);
            CrashPoint.TASK_CUT.pass();
        }
        // one that is open already was cut before a crash, which may have kept it from being given out
        var open = state.open(cut.slice().number());
        if (open.isPresent() && open.get().slice().equals(cut.slice())) {
            issue(state.plan(), open.get(), now);
        }
        var walk = jobs.walk(cut.slice().job());
        if (walk != null) {
            walk.read(cut, state);
        }
    }

    private void issue(JobPlan plan, OpenSlice open, Instant now) {
        var operation = plan.task(open.slice().number());
        metrics.sliceGivenOut();
        switch (plan.kind()) {
            case COPY_ALL -> {
                var task = new CopyTask(
                        operation,
                        plan.source(),
                        plan.target(),
                        open.hashes(),
                        plan.keepExisting(),
                        open.revision(),
                        plan.requested(),
                        open.slice());
                publish(Topics.COPY_TASKS, operation.value(), task, now);
            }
            case DELETE_ALL -> {
                var delete = new CatalogCommand.Delete(
                        operation,
                        Part.ONLY,
                        plan.source(),
                        Trail.direct(plan.requested()),
                        open.hashes(),
                        open.slice());
                publish(Topics.CATALOG_COMMANDS, plan.source().name(), delete, now);
            }
        }
    }

    // results

    private void result(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        switch (Reading.of(Topics.JOB_RESULTS, record.value(), CutRecord.MAX_VALUE_BYTES)) {
            case Reading.Malformed<Outcome>(var reason) -> bury(record, reason, now);
            case Reading.Parsed<Outcome>(var outcome) -> {
                var key = record.key();
                var state = key == null || !OperationId.isValid(key) ? null : jobs.find(new OperationId(key));
                if (state != null) {
                    Scope.isAbout(state.plan().id(), state.plan().target());
                    count(outcome, state, record, now);
                    cutMore(now);
                }
            }
        }
    }

    private void count(
            Outcome outcome, JobState state, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        var open = state.open().stream()
                .filter(it -> state.plan().task(it.slice().number()).equals(outcome.operation()))
                .findFirst();
        if (open.isEmpty()) {
            return; // a replay: it was counted
        }
        var slice = open.get();
        switch (outcome) {
            case Outcome.Copied copied -> {
                if (slice.slice().equals(copied.slice())) {
                    var failed = copied.failed().isEmpty()
                            ? null
                            : "the bytes of " + copied.failed().getLast() + " could not be copied";
                    change(state, state.closed(slice, Tally.of(copied), failed, now), now);
                }
            }
            case Outcome.Deleted deleted -> {
                if (slice.slice().equals(deleted.slice())) {
                    change(state, state.closed(slice, Tally.of(deleted), null, now), now);
                }
            }
            case Outcome.Rejected rejected -> {
                var reason = rejected.reason();
                var closed = state.closed(slice, Tally.failed(slice.slice().size()), reason.message(), now);
                // no slice will fare better
                var hopeless = reason instanceof Rejection.UnknownDestination
                        || reason instanceof Rejection.UnknownOrganization;
                change(state, hopeless && closed.isRunning() ? closed.ended(Job.State.FAILED, null, now) : closed, now);
            }
            case Outcome.Registered _,
                    Outcome.Changed _,
                    Outcome.Purged _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.WebhookChanged _,
                    Outcome.SignedUp _ ->
                bury(record, DeadLetters.malformed("a slice is copied, deleted or rejected, nothing else"), now);
        }
    }

    // time

    private void tick(Instant now) {
        cutMore(now);
        jobs.forEachUnfinished(walk -> {
            if (walk.isDue(now.minus(PROGRESS))) {
                var state = jobs.find(walk.job());
                if (state != null) {
                    state.plan().run(() -> publishProgress(state, now));
                }
            }
        });
    }

    private void findLost(Instant now) {
        jobs.forEachUnfinished(walk -> {
            var state = jobs.find(walk.job());
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
                .log("a slice has no result");
        if (open.tries() >= TRIES) {
            var error = "slice " + open.slice().number() + " had no result after " + open.tries() + " attempts";
            return change(state, state.closed(open, Tally.failed(open.slice().size()), error, now), now);
        }
        var again = open.again(now);
        var after = change(state, state.issuedAgain(open, now), now);
        issue(state.plan(), again, now);
        return after;
    }

    private void forget(Instant now) {
        for (var id : jobs.forgetFinishedBefore(now.minus(MEMORY))) {
            context.forward(new Record<>(id, null, now.toEpochMilli()), Topics.JOBS.name());
        }
    }

    // telling

    /// Keeps a job's new state. What everybody should know at once is published, the rest when it is due.
    private JobState change(@Nullable JobState before, JobState after, Instant now) {
        jobs.replace(before, after);
        if (before != null && after.open().size() < before.open().size()) {
            CrashPoint.SLICE_COUNTED.pass();
        }
        if (before == null || before.state() != after.state() || !Objects.equals(before.started(), after.started())) {
            tell(after, now);
        } else if (!before.hasFinished() && after.hasFinished()) {
            tell(after, now);
        } else {
            var walk = jobs.walk(after.plan().id());
            if (walk != null) {
                walk.changed();
            }
        }
        return after;
    }

    private void tell(JobState state, Instant now) {
        publishProgress(state, now);
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

    private void publishProgress(JobState state, Instant now) {
        publish(Topics.JOBS, state.plan().id().value(), state.job(), now);
        var walk = jobs.walk(state.plan().id());
        if (walk != null) {
            walk.published(now);
        }
    }

    private void reject(OperationId operation, Organization organization, Rejection reason, Instant now) {
        publish(
                Topics.OUTCOMES,
                operation.value(),
                new Outcome.Rejected(operation, Part.ONLY, organization, Trail.direct(now), now, reason),
                now);
    }

    private void bury(Record<@Nullable String, byte @Nullable []> record, Rejection reason, Instant now) {
        var place = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record always comes from a topic"));
        var letter = DeadLetters.giveUp(record, place, reason, 1, now);
        metrics.buried();
        publish(Topics.DEAD_LETTERS, letter.key(), letter, now);
    }

    private <V> void publish(Topic<V> topic, @Nullable String key, V value, Instant now) {
        context.forward(TracedRecords.of(key, value, now), topic.name());
    }
}
