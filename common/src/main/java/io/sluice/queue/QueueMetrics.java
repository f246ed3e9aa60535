package io.sluice.queue;

/// Is told what the workers of a queue are doing. Called by many threads.
public interface QueueMetrics {

    /// A worker begins or ends to live.
    void alive(boolean now);

    /// A worker begins or ends to work on a record.
    void working(boolean now);

    /// Acknowledgements that the broker did not take; their records are delivered again.
    void acknowledgementFailed(int records);
}
