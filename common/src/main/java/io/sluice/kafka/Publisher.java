package io.sluice.kafka;

import java.util.concurrent.CompletableFuture;

/// A publisher of values to topics, safe for use by many threads. An interface, so that its users can be
/// tested without a broker.
public interface Publisher {

    /// Sends one record, partitioned by its key.
    ///
    /// @return completes once the record is durable; fails with the reason when it may not be
    <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value);
}
