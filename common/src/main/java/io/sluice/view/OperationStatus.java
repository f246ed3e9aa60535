package io.sluice.view;

import io.sluice.command.Outcome;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an operation stands.
///
/// @param fingerprint digest of the request that started it, if that request gave one
/// @param accepted    when its first part was accepted
/// @param partCount   how many parts it has; those not listed have not been seen yet
/// @param parts       its parts, in order
public record OperationStatus(
        OperationId operation,
        Organization organization,
        @Nullable String fingerprint,
        Instant accepted,
        int partCount,
        List<PartStatus> parts) {

    public OperationStatus {
        parts = List.copyOf(parts);
    }

    public State state() {
        if (parts.stream().anyMatch(part -> part.outcome() instanceof Outcome.Rejected)) {
            return State.REJECTED;
        }
        return parts.size() == partCount && parts.stream().allMatch(part -> part.outcome() != null)
                ? State.SUCCEEDED
                : State.ACCEPTED;
    }

    /// The three states a client sees.
    public enum State {
        ACCEPTED,
        SUCCEEDED,
        REJECTED
    }

    /// One part.
    ///
    /// @param attempts  tries so far, 0 while it waits for its first
    /// @param nextTry   when it is tried again, if it waits for that
    /// @param lastFault what went wrong in the attempt before, if one failed
    /// @param outcome   how it ended, once it did
    public record PartStatus(
            Part part,
            int attempts,
            @Nullable Instant nextTry,
            @Nullable String lastFault,
            @Nullable Outcome outcome) {}
}
