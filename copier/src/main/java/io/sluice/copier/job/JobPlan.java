package io.sluice.copier.job;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.command.CopyCommand;
import io.sluice.command.Job;
import io.sluice.command.Trail;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.search.Condition;
import io.sluice.search.text.FilterText;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The immutable definition of a job.
///
/// @param id        id of the operation that requested the job
/// @param task      the work; in JSON its fields are fields of the plan
/// @param revision  revision of the source that the view must have before the job starts
/// @param requested when the job was requested
/// @param trace     trace of the command that requested the job; null for a job stored by an older release
/// @param filter    the condition of the processed images, as an expression; null when all are processed
public record JobPlan(
        OperationId id,
        @JsonUnwrapped Job.Task task,
        long revision,
        Instant requested,
        @Nullable TraceContext trace,
        @Nullable String filter) {

    /// Maximum length of a job's id: the ids of its tasks are derived from it and must not be too long
    /// either.
    public static final int MAX_ID_LENGTH = 48;

    /// Creates the plan of a copy job.
    /// @param published when the command was published
    public static JobPlan of(CopyCommand.CopyAll command, Instant published, TraceContext trace) {
        return new JobPlan(
                command.operation(),
                new Job.Task(Job.Kind.COPY_ALL, command.source(), command.destination(), command.keepExisting()),
                command.revision(),
                Trail.accepted(command.accepted(), published),
                trace,
                command.filter());
    }

    /// Creates the plan of a deletion job.
    /// @param published when the command was published
    public static JobPlan of(CopyCommand.DeleteAll command, Instant published, TraceContext trace) {
        return new JobPlan(
                command.operation(),
                new Job.Task(Job.Kind.DELETE_ALL, command.organization(), null, false),
                command.revision(),
                Trail.accepted(command.accepted(), published),
                trace,
                command.filter());
    }

    /// Returns the condition of the processed images.
    public Condition condition() {
        return filter == null ? Condition.all() : FilterText.parseWritten(filter);
    }

    /// Runs `work` in the job's trace.
    public void run(Runnable work) {
        var _ = call(() -> {
            work.run();
            return true;
        });
    }

    /// Runs `work` in the job's trace and returns its result.
    public <T> T call(Supplier<T> work) {
        return Scope.call(trace == null ? TraceContext.fresh() : trace, () -> {
            Scope.isAbout(id, target());
            return work.get();
        });
    }

    public Job.Kind kind() {
        return task.kind();
    }

    public Organization source() {
        return task.source();
    }

    /// Returns the organization whose catalog the job changes.
    public Organization target() {
        return task.target();
    }

    /// Returns the operation id of one slice. Repeating it is a replay of the same operation.
    public OperationId operation(long number) {
        return new OperationId(id.value() + '-' + number);
    }
}
