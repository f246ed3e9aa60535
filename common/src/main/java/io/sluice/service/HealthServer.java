package io.sluice.service;

/// The HTTP server of a process that answers health checks during the whole life of the process.
public interface HealthServer extends AutoCloseable {

    /// Returns the port that it listens on.
    int port();

    @Override
    void close();
}
