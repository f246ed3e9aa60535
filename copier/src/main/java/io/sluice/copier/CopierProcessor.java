package io.sluice.copier;

import io.sluice.kafka.Topics;
import io.sluice.streams.Ticks;
import io.sluice.streams.TracedRecords;
import io.sluice.view.CatalogView;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Turns commands into tasks and walks through organizations, some slices of each job at a time. What a
/// record says is read by [CommandIntake], [Cuts] or [Results], whichever its topic; [LostSlices] looks after
/// what stays out.
///
/// **Why counts are exact.** Which images a slice has depends on when it is cut, so a slice cut again after a
/// crash would be another one, while the first may have been given out already: its images would be counted
/// twice, or, when they are deleted and no longer seen, never. Therefore cutting is only a proposal, a [Cut]
/// on [Topics#JOB_CUTS], which this processor reads itself. The log decides: the first cut of a number that
/// begins where the job stands counts, and is given out as it is however often it is read; all others are
/// passed over. So a number stands for the same images for ever, its task is the same operation whenever it
/// is repeated, the catalog answers a replay as it answered before, and the first answer to an open slice
/// closes it. What is counted is in the one value that says that the slice is closed ([JobState]), hence
/// neither is written without the other.
final class CopierProcessor
        implements Processor<@Nullable String, byte @Nullable [], @Nullable String, @Nullable Object> {

    /// How often it looks for slices to cut; each result lets it look too.
    static final Duration TICK = Duration.ofMillis(100);

    /// How often progress is published while nothing else happens to a job.
    static final Duration PROGRESS = Duration.ofMillis(200);

    /// Slices of one job that are under way at once.
    static final int SLICES_OF_A_JOB = 4;

    /// Slices under way at once of all jobs that this processor looks after. What others ask for waits behind
    /// them.
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

    private final CatalogView view;
    private final CopierMetrics metrics;
    private ProcessorContext<@Nullable String, @Nullable Object> context;
    private CommandIntake commands;
    private Cuts cuts;
    private Results results;
    private Jobs jobs;
    private Ticks ticks;
    private Ticks lostTicks;

    @SuppressWarnings("NullAway.Init") // Streams calls init before the first record
    CopierProcessor(CatalogView view, CopierMetrics metrics) {
        this.view = view;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<@Nullable String, @Nullable Object> context) {
        this.context = context;
        jobs = new Jobs(context);
        var output = new Output(context, metrics);
        var progress = new Progress(jobs, output, metrics);
        var tasks = new SliceTasks(output, metrics);
        cuts = new Cuts(view, jobs, progress, tasks, output);
        commands = new CommandIntake(jobs, progress, cuts, output);
        results = new Results(jobs, progress, cuts, output);
        var lost = new LostSlices(jobs, progress, tasks, metrics);
        ticks = whileThereAreJobs(TICK, now -> {
            cuts.cutMore(now);
            progress.publishDue(now);
        });
        lostTicks = whileThereAreJobs(LOOK_FOR_LOST, lost::find);
        context.schedule(LOOK_FOR_OLD, PunctuationType.WALL_CLOCK_TIME, now -> forget(Instant.ofEpochMilli(now), output));
    }

    private Ticks whileThereAreJobs(Duration interval, Consumer<Instant> action) {
        return Ticks.start(context, interval, now -> {
            action.accept(now);
            return jobs.hasUnfinished() ? interval : Ticks.REST;
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
        TracedRecords.within(record, () -> read(topic, record, now));
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
