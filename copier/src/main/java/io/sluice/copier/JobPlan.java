package io.sluice.copier;

import io.sluice.command.CopyCommand;
import io.sluice.command.Job;
import io.sluice.command.OperationId;
import io.sluice.command.Trail;
import io.sluice.image.Organization;
import io.sluice.trace.Scope;
import io.sluice.trace.TraceContext;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a job is to do; it never changes.
///
/// @param id          that of the operation that asked for it
/// @param source      whose images are walked through
/// @param destination where they are copied to; null when they are deleted
/// @param revision    how far the source must be known before the walk begins
/// @param requested   when it was asked for
/// @param trace       of the command that asked for it; null in a job that an older release keeps
record JobPlan(
        OperationId id,
        Job.Kind kind,
        Organization source,
        @Nullable Organization destination,
        boolean keepExisting,
        long revision,
        Instant requested,
        @Nullable TraceContext trace) {

    /// Longest id of a job: those of its tasks are made of it and must not be too long either.
    static final int MAX_ID_LENGTH = 48;

    /// @param published when the command was
    static JobPlan of(CopyCommand.CopyAll command, Instant published, TraceContext trace) {
        return new JobPlan(
                command.operation(),
                Job.Kind.COPY_ALL,
                command.source(),
                command.destination(),
                command.keepExisting(),
                command.revision(),
                Trail.accepted(command.accepted(), published),
                trace);
    }

    /// @param published when the command was
    static JobPlan of(CopyCommand.DeleteAll command, Instant published, TraceContext trace) {
        return new JobPlan(
                command.operation(),
                Job.Kind.DELETE_ALL,
                command.organization(),
                null,
                false,
                command.revision(),
                Trail.accepted(command.accepted(), published),
                trace);
    }

    /// Works on the job, in its trace.
    void run(Runnable work) {
        var _ = call(() -> {
            work.run();
            return true;
        });
    }

    /// Works on the job, in its trace, and gives back what comes of it.
    <T> T call(Supplier<T> work) {
        return Scope.call(trace == null ? TraceContext.fresh() : trace, () -> {
            Scope.isAbout(id, target());
            return work.get();
        });
    }

    /// Whose catalog is changed.
    Organization target() {
        return destination == null ? source : destination;
    }

    /// The operation that treats one slice. Doing it again is a replay of the same operation.
    OperationId task(long number) {
        return new OperationId(id.value() + '-' + number);
    }
}
