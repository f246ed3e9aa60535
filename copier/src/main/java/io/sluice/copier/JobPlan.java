package io.sluice.copier;

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
/// @param id          id of the operation that requested the job
/// @param source      the organization whose images are processed
/// @param destination the organization to which they are copied; null when they are deleted
/// @param revision    revision of the source that the view must have before the job starts
/// @param requested   when the job was requested
/// @param trace       trace of the command that requested the job; null for a job stored by an older release
/// @param filter      the condition of the processed images, as an expression; null when all are processed
record JobPlan(
        OperationId id,
        Job.Kind kind,
        Organization source,
        @Nullable Organization destination,
        boolean keepExisting,
        long revision,
        Instant requested,
        @Nullable TraceContext trace,
        @Nullable String filter) {

    /// Maximum length of a job's id: the ids of its tasks are derived from it and must not be too long either.
    static final int MAX_ID_LENGTH = 48;

    /// Creates the plan of a copy job.
    /// @param published when the command was published
    static JobPlan of(CopyCommand.CopyAll command, Instant published, TraceContext trace) {
        return new JobPlan(
                command.operation(),
                Job.Kind.COPY_ALL,
                command.source(),
                command.destination(),
                command.keepExisting(),
                command.revision(),
                Trail.accepted(command.accepted(), published),
                trace,
                command.filter());
    }

    /// Creates the plan of a deletion job.
    /// @param published when the command was published
    static JobPlan of(CopyCommand.DeleteAll command, Instant published, TraceContext trace) {
        return new JobPlan(
                command.operation(),
                Job.Kind.DELETE_ALL,
                command.organization(),
                null,
                false,
                command.revision(),
                Trail.accepted(command.accepted(), published),
                trace,
                command.filter());
    }

    /// Returns the condition of the processed images.
    Condition condition() {
        return filter == null ? Condition.all() : FilterText.parseWritten(filter);
    }

    /// Runs `work` in the job's trace.
    void run(Runnable work) {
        var _ = call(() -> {
            work.run();
            return true;
        });
    }

    /// Runs `work` in the job's trace and returns its result.
    <T> T call(Supplier<T> work) {
        return Scope.call(trace == null ? TraceContext.fresh() : trace, () -> {
            Scope.isAbout(id, target());
            return work.get();
        });
    }

    /// Returns the organization whose catalog the job changes.
    Organization target() {
        return destination == null ? source : destination;
    }

    /// Returns the operation id of one slice. Repeating it is a replay of the same operation.
    OperationId task(long number) {
        return new OperationId(id.value() + '-' + number);
    }
}
