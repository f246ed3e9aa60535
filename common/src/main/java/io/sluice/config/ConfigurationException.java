package io.sluice.config;

/// Thrown when the configuration is invalid; the message lists every problem, one a line.
public final class ConfigurationException extends RuntimeException {

    public ConfigurationException(String message) {
        super(message);
    }
}
