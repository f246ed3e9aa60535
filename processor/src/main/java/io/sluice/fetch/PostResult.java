package io.sluice.fetch;

import io.sluice.command.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What telling a URL something came to.
public sealed interface PostResult {

    /// It was answered with a status of success.
    record Taken() implements PostResult {}

    /// The URL must not be connected to.
    record Refused(Rejection reason) implements PostResult {}

    /// It did not work this time and may work later.
    ///
    /// @param retryAfter how long the server asked to wait, if it did
    record Failed(Rejection reason, @Nullable Duration retryAfter) implements PostResult {}
}
