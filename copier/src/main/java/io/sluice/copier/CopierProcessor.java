package io.sluice.copier;

import io.sluice.copier.command.CommandIntake;
import io.sluice.copier.command.Cuts;
import io.sluice.copier.command.LostSlices;
import io.sluice.copier.command.Output;
import io.sluice.copier.command.Progress;
import io.sluice.copier.command.Results;
import io.sluice.copier.command.SliceTasks;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.copier.job.Jobs;
import io.sluice.kafka.Topics;
import io.sluice.precedence.Precedence;
import io.sluice.streams.topology.Ticks;
import io.sluice.streams.topology.TracedRecords;
import io.sluice.view.CatalogView;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// The processor that turns commands into tasks and cuts jobs into slices, a few of each job at a time.
/// [CommandIntake], [Cuts] and [Results] process the records of their topics; [LostSlices] handles slices
/// without a result.
///
/// **Why counts are exact.** The images of a slice depend on when it is cut, so a slice that is cut again
/// after a crash may differ from the one that was issued before it: images would be counted twice or, when
/// they have been deleted meanwhile, never. Therefore cutting only proposes a slice: it publishes a
/// [ProposedSlice] to [Topics#JOB_CUTS], which this processor reads itself. The log decides: the first cut of
/// a slice number that starts at the job's position is valid, and is issued unchanged however often it is
/// read; all others are ignored. So a slice number always has the same images, its task has the same
/// operation id at every repetition, the catalog gives a replay the same outcome, and the first outcome
/// closes the slice. The counts are stored in the same value that marks the slice as closed (`JobState`),
/// hence neither is written without the other.
final class CopierProcessor
        implements Processor<@Nullable String, byte @Nullable [], @Nullable String, @Nullable Object> {

    /// Interval between attempts to cut slices; each result also triggers one.
    static final Duration TICK = Duration.ofMillis(100);

    /// Retention of finished jobs.
    static final Duration MEMORY = Duration.ofDays(30);

    private static final Duration LOOK_FOR_LOST = Duration.ofSeconds(10);
    private static final Duration LOOK_FOR_OLD = Duration.ofHours(1);

    private final CatalogView view;
    private final Precedence precedence;
    private final CopierMetrics metrics;
    private ProcessorContext<@Nullable String, @Nullable Object> context;
    private CommandIntake commands;
    private Cuts cuts;
    private Results results;
    private Jobs jobs;
    private Ticks ticks;
    private Ticks lostTicks;

    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    CopierProcessor(CatalogView view, Precedence precedence, CopierMetrics metrics) {
        this.view = view;
        this.precedence = precedence;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, @Nullable Object> context) {
        this.context = context;
        jobs = new Jobs(context);
        var output = new Output(context, metrics);
        var progress = new Progress(jobs, output, metrics);
        var tasks = new SliceTasks(output, metrics);
        cuts = new Cuts(view, precedence, jobs, progress, tasks, output);
        commands = new CommandIntake(jobs, progress, cuts, output);
        results = new Results(jobs, progress, cuts, output);
        var lost = new LostSlices(jobs, progress, tasks, metrics);
        ticks = whileThereAreJobs(TICK, now -> {
            progress.publishLastFinished(now);
            cuts.cutMore(now);
            progress.publishDue(now);
        });
        lostTicks = whileThereAreJobs(LOOK_FOR_LOST, lost::find);
        context.schedule(
                LOOK_FOR_OLD, PunctuationType.WALL_CLOCK_TIME, now -> forget(Instant.ofEpochMilli(now), output));
    }

    private Ticks whileThereAreJobs(Duration interval, Consumer<Instant> action) {
        return Ticks.start(context, interval, now -> {
            action.accept(now);
            return jobs.hasUnfinished() ? interval : Ticks.PAUSE;
        });
    }

    private void forget(Instant now, Output output) {
        jobs.forgetFinishedBefore(now.minus(MEMORY)).forEach(job -> output.forget(job, now));
    }

    @Override
    public void process(Record<@Nullable String, byte @Nullable []> record) {
        var topic = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record always comes from a topic"))
                .topic();
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        TracedRecords.process(topic, record, () -> read(topic, record, now));
        if (jobs.hasUnfinished()) {
            ticks.wake();
            lostTicks.wake();
        }
    }

    private void read(String topic, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        if (topic.equals(Topics.COPIES.name())) {
            commands.read(record, now);
        } else if (topic.equals(Topics.JOB_CUTS.name())) {
            cuts.read(record, now);
        } else {
            results.read(record, now);
        }
    }
}
