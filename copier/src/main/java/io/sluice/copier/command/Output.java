package io.sluice.copier.command;

import io.sluice.command.Envelope;
import io.sluice.command.Outcome;
import io.sluice.command.ProposedSlice;
import io.sluice.command.Rejection;
import io.sluice.command.Trail;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.image.Organization;
import io.sluice.kafka.Topic;
import io.sluice.kafka.Topics;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.streams.topology.DeadLetters;
import io.sluice.streams.topology.TracedRecords;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// The output records of the topology. Each topic has a sink with its own name, except
/// [#PROPOSALS].
public final class Output {

    /// The sink of [Topics#JOB_CUTS]; the source has the topic's name.
    public static final String PROPOSALS = "proposals";

    private final ProcessorContext<@Nullable String, @Nullable Object> context;
    private final CopierMetrics metrics;

    public Output(ProcessorContext<@Nullable String, @Nullable Object> context, CopierMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    <V> void publish(Topic<V> topic, @Nullable String key, V value, Instant now) {
        context.forward(TracedRecords.of(key, value, now), topic.name());
    }

    /// Publishes a cut to the topic that decides whether it is valid.
    void propose(ProposedSlice cut, Instant now) {
        context.forward(TracedRecords.of(cut.slice().job().value(), cut, now), PROPOSALS);
    }

    /// Publishes a tombstone for a job.
    public void forget(String job, Instant now) {
        context.forward(new Record<>(job, null, now.toEpochMilli()), Topics.JOBS.name());
    }

    void reject(OperationId operation, Organization organization, Rejection reason, Instant now) {
        publish(
                Topics.OUTCOMES,
                operation.value(),
                new Outcome.Rejected(new Envelope(operation, Part.ONLY, organization, Trail.direct(now)), now, reason),
                now);
    }

    /// Dead-letters the current record.
    void bury(Record<@Nullable String, byte @Nullable []> record, Rejection reason, Instant now) {
        var place = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("a record always comes from a topic"));
        var letter = DeadLetters.giveUp(record, place, reason, 1, now);
        metrics.buried();
        publish(Topics.DEAD_LETTERS, letter.key(), letter, now);
    }
}
