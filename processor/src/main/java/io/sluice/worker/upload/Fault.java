package io.sluice.worker.upload;

import io.sluice.command.Rejection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a try failed although the upload may be fine.
public sealed interface Fault {

    /// One sentence for the log, and for the caller when no attempt is left.
    String text();

    /// The object store or the work directory failed: an outage, which ends.
    record OfStore(String text) implements Fault {}

    /// The try took too long or met an internal error.
    record OfTry(String text) implements Fault {}

    /// The server of a URL did not deliver.
    ///
    /// @param reason     what to tell the caller when no attempt is left
    /// @param retryAfter how long the server asked to wait, if it did
    record OfUrl(Rejection reason, @Nullable Duration retryAfter) implements Fault {
        @Override
        public String text() {
            return reason.message();
        }
    }
}
