package io.sluice.config;

/// The configuration cannot be used; the message lists every problem, one a line.
public final class ConfigurationException extends RuntimeException {

    public ConfigurationException(String message) {
        super(message);
    }
}
