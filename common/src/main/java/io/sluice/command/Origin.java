package io.sluice.command;

import io.sluice.operation.OperationId;
import org.jspecify.annotations.Nullable;

/// The request that an upload command comes from; in JSON its fields are fields of the command. All are
/// absent in commands of other producers.
///
/// @param fingerprint    digest of the request, which distinguishes a retry from another request with the same
///                       idempotency key
/// @param door           the way by which the upload came in; `kafka` when absent
/// @param replayOf       the rejected operation that this one tries again
/// @param receivedMillis milliseconds in which the file was received
public record Origin(
        @Nullable String fingerprint,
        @Nullable Door door,
        @Nullable OperationId replayOf,
        @Nullable Long receivedMillis) {

    public static final Origin UNKNOWN = new Origin(null, null, null, null);
}
