package io.sluice.fetch;

import io.sluice.command.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What fetching a URL came to.
public sealed interface FetchResult {

    /// All bytes were delivered.
    ///
    /// @param name last path segment of the URL, percent-decoded; the host name when the path has none
    /// @param size how many bytes, at least 1
    record Fetched(String name, long size) implements FetchResult {}

    /// The URL must not or cannot be fetched, and trying again would not change that.
    record Refused(Rejection reason) implements FetchResult {}

    /// It did not work this time and may work later.
    ///
    /// @param reason     what to tell the caller when no attempt is left
    /// @param retryAfter how long the server asked to wait, if it did
    record Failed(Rejection reason, @Nullable Duration retryAfter) implements FetchResult {}
}
