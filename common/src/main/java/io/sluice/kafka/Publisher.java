package io.sluice.kafka;

import java.util.concurrent.CompletableFuture;

/// Puts values on topics. A port, so that what publishes can be tried without a broker; safe for use by many threads.
public interface Publisher {

    /// Sends one record, partitioned by its key.
    ///
    /// @return completes once the record is durable; fails with the reason when it may not be
    <V> CompletableFuture<Void> publish(Topic<V> topic, String key, V value);
}
