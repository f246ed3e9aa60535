package io.sluice.service;

/// The HTTP server of a process, which answers health checks from the start to the end of the process.
public interface HealthServer extends AutoCloseable {

    /// Returns the port that it listens on.
    int port();

    @Override
    void close();
}
