package io.sluice.view.operation;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.command.Outcome;
import io.sluice.command.RecordPosition;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.view.UploadRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A published event of one part of an operation; the state of the operation is the sum of its events, in
/// whatever order they were read.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OperationEvent.Queued.class, name = "queued"),
    @JsonSubTypes.Type(value = OperationEvent.Postponed.class, name = "postponed"),
    @JsonSubTypes.Type(value = OperationEvent.Ended.class, name = "ended"),
})
sealed interface OperationEvent {

    /// Returns the position of the record; the same position is the same event.
    Place place();

    OperationId operation();

    Part part();

    Organization organization();

    /// Returns when the pipeline accepted the part.
    Instant accepted();

    /// A position on a topic.
    record Place(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + '-' + partition + '@' + offset;
        }

        RecordPosition position() {
            return new RecordPosition(topic, partition, offset);
        }
    }

    /// The part waits for a worker or is being processed.
    ///
    /// @param attempt number of the attempt, from 1
    /// @param upload  what is requested
    record Queued(
            Place place,
            OperationId operation,
            Part part,
            Organization organization,
            Instant accepted,
            int attempt,
            @Nullable String fingerprint,
            @Nullable UploadRequest upload)
            implements OperationEvent {}

    /// An attempt failed temporarily.
    ///
    /// @param attempt number of the next attempt, from 2
    /// @param due     when the next attempt is due
    /// @param fault   failure of the previous attempt
    record Postponed(
            Place place,
            OperationId operation,
            Part part,
            Organization organization,
            Instant accepted,
            int attempt,
            Instant due,
            String fault)
            implements OperationEvent {}

    /// The part ended.
    record Ended(Place place, Outcome outcome) implements OperationEvent {
        @Override
        public OperationId operation() {
            return outcome.operation();
        }

        @Override
        public Part part() {
            return outcome.part();
        }

        @Override
        public Organization organization() {
            return outcome.organization();
        }

        @Override
        public Instant accepted() {
            return outcome.trail().accepted();
        }
    }
}
