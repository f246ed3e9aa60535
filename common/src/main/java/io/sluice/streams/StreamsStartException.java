package io.sluice.streams;

import org.jspecify.annotations.Nullable;

/// A topology could not be brought to run: Kafka cannot be reached, its topics are missing, or its code failed.
public final class StreamsStartException extends RuntimeException {

    public StreamsStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
