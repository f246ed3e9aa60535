package io.sluice.queue;

/// A receiver of metrics about the workers of a queue. Called by many threads.
public interface QueueMetrics {

    /// Records that a worker has started or ended.
    void alive(boolean now);

    /// Records that a worker has started or finished processing a record.
    void working(boolean now);

    /// Records acknowledgements that the broker did not accept; their records are delivered again.
    void acknowledgementFailed(int records);
}
