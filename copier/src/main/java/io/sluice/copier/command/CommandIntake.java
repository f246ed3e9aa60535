package io.sluice.copier.command;

import io.sluice.command.CopyCommand;
import io.sluice.command.CopyTask;
import io.sluice.command.Job;
import io.sluice.command.Trail;
import io.sluice.copier.job.JobPlan;
import io.sluice.copier.job.JobState;
import io.sluice.copier.job.Jobs;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.streams.topology.DeadLetters;
import io.sluice.streams.topology.Reading;
import io.sluice.trace.Scope;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// The processing of commands: a copy of some images becomes a task at once; all other commands start or
/// cancel a job.
public final class CommandIntake {

    private final Jobs jobs;
    private final Progress progress;
    private final Cuts cuts;
    private final Output output;

    public CommandIntake(Jobs jobs, Progress progress, Cuts cuts, Output output) {
        this.jobs = jobs;
        this.progress = progress;
        this.cuts = cuts;
        this.output = output;
    }

    public void read(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        switch (Reading.of(Topics.COPIES, record.value(), RecordCopies.MAX_VALUE_BYTES)) {
            case Reading.Malformed<CopyCommand>(var reason) -> {
                CommandSender.of(record.value())
                        .ifPresent(sender -> output.reject(sender.operation(), sender.organization(), reason, now));
                output.bury(record, reason, now);
            }
            case Reading.Parsed<CopyCommand>(var command) -> {
                var id = command.operation().value();
                if (id.equals(record.key())) {
                    take(command, record, now);
                } else {
                    // under another key, the command is in a partition whose task does not have its job
                    output.bury(
                            record,
                            DeadLetters.malformed("a copy command has its operation, here " + id + ", as key"),
                            now);
                }
            }
        }
    }

    private void take(CopyCommand command, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        var published = Instant.ofEpochMilli(record.timestamp());
        var trace = Scope.trace().orElseThrow();
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
        output.publish(Topics.COPY_TASKS, command.operation().value(), task, now);
    }

    private void startJob(JobPlan plan, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        if (plan.id().value().length() > JobPlan.MAX_ID_LENGTH) {
            var reason = DeadLetters.malformed("the operation id of a job has at most " + JobPlan.MAX_ID_LENGTH
                    + " characters, but this has " + plan.id().value().length());
            output.reject(plan.id(), plan.target(), reason, now);
            output.bury(record, reason, now);
            return;
        }
        if (jobs.find(plan.id()) != null) {
            return; // a replay, or a second command with the same id, which is ignored
        }
        Scope.isAbout(plan.id(), plan.target());
        progress.change(null, JobState.of(plan), now);
        cuts.cutMore(now);
    }

    private void cancel(OperationId id, Instant now) {
        var state = jobs.find(id);
        if (state != null && state.isRunning()) {
            Scope.isAbout(id, state.plan().target());
            progress.change(state, state.ended(Job.State.CANCELLED, null, now), now);
        }
    }
}
