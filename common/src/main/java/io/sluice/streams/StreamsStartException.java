package io.sluice.streams;

import org.jspecify.annotations.Nullable;

/// The failure to start a topology: Kafka is unavailable, its topics are missing, or its code failed.
public final class StreamsStartException extends RuntimeException {

    public StreamsStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
