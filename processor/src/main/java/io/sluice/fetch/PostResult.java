package io.sluice.fetch;

import io.sluice.command.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The result of sending a request to a URL.
public sealed interface PostResult {

    /// The response had a status of success.
    record Taken(int status) implements PostResult {}

    /// The URL must not be connected to.
    record Refused(Rejection reason) implements PostResult {}

    /// A temporary failure.
    ///
    /// @param retryAfter delay requested by the server, if any
    record Failed(Rejection reason, @Nullable Duration retryAfter) implements PostResult {}
}
