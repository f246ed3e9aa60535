package io.sluice.kafka;

import java.util.concurrent.Future;

/// Asks a cluster for a sign of life. A port, so that outages can be simulated.
interface ClusterProbe extends AutoCloseable {

    /// The number of brokers that are active; fails when no broker answers in time.
    Future<Integer> activeBrokers();

    /// Whether every known broker refuses connections, so that waiting for an answer is in vain.
    boolean isRefused();

    @Override
    void close();
}
