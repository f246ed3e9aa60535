package io.sluice.worker.upload;

import io.sluice.command.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A temporary failure of a try: the same upload may succeed later.
public sealed interface Fault {

    /// Returns one sentence for the log, and for the client when no attempt is left.
    String text();

    /// The object store or the work directory failed: a temporary outage.
    record OfStore(String text) implements Fault {}

    /// The try exceeded its deadline or failed with an internal error.
    record OfTry(String text) implements Fault {}

    /// The server of a URL did not deliver.
    ///
    /// @param reason     reason for the client when no attempt is left
    /// @param retryAfter delay requested by the server, if any
    record OfUrl(Rejection reason, @Nullable Duration retryAfter) implements Fault {
        @Override
        public String text() {
            return reason.message();
        }
    }
}
