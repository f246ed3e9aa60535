package io.sluice.kafka.monitor;

import java.util.concurrent.Future;

/// A probe of whether a Kafka cluster is available. An interface, so that tests can simulate outages.
interface ClusterProbe extends AutoCloseable {

    /// Returns the number of active brokers; fails when no broker answers in time.
    Future<Integer> activeBrokers();

    /// Whether every known broker refuses connections, so that waiting for an answer is useless.
    boolean isRefused();

    @Override
    void close();
}
