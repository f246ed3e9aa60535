package io.sluice.view;

import io.sluice.command.Outcome;
import io.sluice.command.RecordPosition;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The state of an operation.
///
/// @param fingerprint digest of the request that started it, if that request gave one
/// @param accepted    when its first part was accepted
/// @param partCount   number of its parts; those not listed have not been seen yet
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

    /// Returns what its parts request, as far as their commands have been seen.
    public Stream<UploadRequest> uploads() {
        return parts.stream().map(PartStatus::upload).flatMap(Stream::ofNullable);
    }

    /// The three states that clients see.
    public enum State {
        ACCEPTED,
        SUCCEEDED,
        REJECTED;

        /// Returns the name that clients see.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The state of one part.
    ///
    /// @param attempts  number of attempts so far, 0 while it waits for the first
    /// @param nextTry   when the next attempt is due, if one is planned
    /// @param lastFault failure of the previous attempt, if one failed
    /// @param outcome   outcome, once it has ended
    /// @param upload    what is requested, if it is an upload whose command has been seen
    /// @param command   position of the latest command of that upload
    public record PartStatus(
            Part part,
            int attempts,
            @Nullable Instant nextTry,
            @Nullable String lastFault,
            @Nullable Outcome outcome,
            @Nullable UploadRequest upload,
            @Nullable RecordPosition command) {

        /// A part whose command has not been seen.
        public PartStatus(
                Part part,
                int attempts,
                @Nullable Instant nextTry,
                @Nullable String lastFault,
                @Nullable Outcome outcome) {
            this(part, attempts, nextTry, lastFault, outcome, null, null);
        }
    }
}
