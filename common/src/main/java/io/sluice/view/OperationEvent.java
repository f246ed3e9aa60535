package io.sluice.view;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.command.Outcome;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that was published about one part of an operation; what is known of the operation is the sum of these,
/// in whatever order they were read.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OperationEvent.Queued.class, name = "queued"),
    @JsonSubTypes.Type(value = OperationEvent.Postponed.class, name = "postponed"),
    @JsonSubTypes.Type(value = OperationEvent.Ended.class, name = "ended"),
})
sealed interface OperationEvent {

    /// Where it was published; the same place is the same event.
    Place place();

    OperationId operation();

    Part part();

    Organization organization();

    /// When the pipeline took the part on.
    Instant accepted();

    /// A place on a topic.
    record Place(String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + '-' + partition + '@' + offset;
        }
    }

    /// It waits for a worker, or one is at it.
    ///
    /// @param attempt which attempt that will be or is, from 1
    record Queued(
            Place place,
            OperationId operation,
            Part part,
            Organization organization,
            Instant accepted,
            int attempt,
            @Nullable String fingerprint)
            implements OperationEvent {}

    /// An attempt failed in a way that passes.
    ///
    /// @param attempt which attempt comes next, from 2
    /// @param due     when that is
    /// @param fault   what went wrong in the one before
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

    /// It ended.
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
