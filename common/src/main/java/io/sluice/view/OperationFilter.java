package io.sluice.view;

import io.sluice.command.Door;
import io.sluice.image.ImageHash;
import io.sluice.view.OperationStatus.State;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The conditions that an operation in a list has to meet; null for any.
///
/// @param reason code of the rejection of one of its parts
/// @param since  earliest time of its acceptance
/// @param until  first time after the latest acceptance
/// @param name   file name of one of its parts, in any case; `*` stands for any text
/// @param image  an image that it created or changed
public record OperationFilter(
        @Nullable State state,
        @Nullable String reason,
        @Nullable Door door,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String name,
        @Nullable ImageHash image) {

    public static final OperationFilter ALL = new OperationFilter(null, null, null, null, null, null, null);

    /// Maximum number of `*` in a name.
    public static final int MAX_WILDCARDS = 8;

    public OperationFilter {
        if (name != null && name.chars().filter(c -> c == '*').count() > MAX_WILDCARDS) {
            throw new IllegalArgumentException("a name has at most " + MAX_WILDCARDS + " asterisks");
        }
    }

    /// Returns these conditions with another state.
    public OperationFilter in(State other) {
        return new OperationFilter(other, reason, door, since, until, name, image);
    }

    /// Returns these conditions for operations that were accepted before `end`.
    public OperationFilter before(Instant end) {
        return new OperationFilter(
                state, reason, door, since, until == null || end.isBefore(until) ? end : until, name, image);
    }
}
