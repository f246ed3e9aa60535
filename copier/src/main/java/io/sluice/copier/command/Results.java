package io.sluice.copier.command;

import io.sluice.command.Job;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.copier.job.JobState;
import io.sluice.copier.job.Jobs;
import io.sluice.copier.job.Tally;
import io.sluice.kafka.RecordCopies;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.streams.topology.DeadLetters;
import io.sluice.streams.topology.Reading;
import io.sluice.trace.Scope;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Counts the results of slices, each slice once.
public final class Results {

    private final Jobs jobs;
    private final Progress progress;
    private final Cuts cuts;
    private final Output output;

    public Results(Jobs jobs, Progress progress, Cuts cuts, Output output) {
        this.jobs = jobs;
        this.progress = progress;
        this.cuts = cuts;
        this.output = output;
    }

    public void read(Record<@Nullable String, byte @Nullable []> record, Instant now) {
        switch (Reading.of(Topics.JOB_RESULTS, record.value(), RecordCopies.MAX_VALUE_BYTES)) {
            case Reading.Malformed<Outcome>(var reason) -> output.bury(record, reason, now);
            case Reading.Parsed<Outcome>(var outcome) -> {
                var key = record.key();
                var state = key == null || !OperationId.isValid(key) ? null : jobs.find(new OperationId(key));
                if (state != null) {
                    Scope.isAbout(state.plan().id(), state.plan().target());
                    count(outcome, state, record, now);
                    cuts.cutMore(now);
                }
            }
        }
    }

    private void count(
            Outcome outcome, JobState state, Record<@Nullable String, byte @Nullable []> record, Instant now) {
        var open = state.open().stream()
                .filter(it -> state.plan().operation(it.slice().number()).equals(outcome.operation()))
                .findFirst();
        if (open.isEmpty()) {
            return; // a replay, counted already
        }
        var slice = open.get();
        switch (outcome) {
            case Outcome.Copied copied -> {
                if (slice.slice().equals(copied.slice())) {
                    var failed = copied.failed().isEmpty()
                            ? null
                            : "the bytes of " + copied.failed().getLast() + " could not be copied";
                    progress.change(state, state.closed(slice, Tally.of(copied), copied.revision(), failed, now), now);
                }
            }
            case Outcome.Deleted deleted -> {
                if (slice.slice().equals(deleted.slice())) {
                    progress.change(state, state.closed(slice, Tally.of(deleted), deleted.revision(), null, now), now);
                }
            }
            case Outcome.Rejected rejected -> {
                var reason = rejected.reason();
                var closed = state.closed(slice, Tally.failed(slice.slice().size()), 0, reason.message(), now);
                // all other slices would fail for the same reason
                var hopeless = reason instanceof Rejection.UnknownDestination
                        || reason instanceof Rejection.UnknownOrganization;
                progress.change(
                        state,
                        hopeless && closed.isRunning() ? closed.ended(Job.State.FAILED, null, now) : closed,
                        now);
            }
            case Outcome.Registered _,
                    Outcome.Changed _,
                    Outcome.Purged _,
                    Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.LimitsChanged _,
                    Outcome.WebhookChanged _,
                    Outcome.SignedUp _ ->
                output.bury(record, DeadLetters.malformed("a slice is copied, deleted or rejected, nothing else"), now);
        }
    }
}
