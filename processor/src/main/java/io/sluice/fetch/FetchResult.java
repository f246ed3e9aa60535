package io.sluice.fetch;

import io.sluice.command.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The result of fetching a URL.
public sealed interface FetchResult {

    /// All bytes were delivered.
    ///
    /// @param name last path segment of the URL, percent-decoded; the host name when the path has none
    /// @param size number of bytes, at least 1
    record Fetched(String name, long size) implements FetchResult {}

    /// The URL must not or cannot be fetched; another attempt would have the same result.
    record Refused(Rejection reason) implements FetchResult {}

    /// A temporary failure.
    ///
    /// @param reason     reason for the client when no attempt is left
    /// @param retryAfter delay requested by the server, if any
    record Failed(Rejection reason, @Nullable Duration retryAfter) implements FetchResult {}
}
