package io.sluice.standalone.broker;

import org.jspecify.annotations.Nullable;

/// The embedded broker did not come up; the message says what was in its way.
public final class BrokerStartException extends RuntimeException {

    public BrokerStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
