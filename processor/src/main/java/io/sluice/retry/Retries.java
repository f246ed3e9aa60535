package io.sluice.retry;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.streams.MeasuredTopology;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;

/// The running retry schedule: publishes every command on `sluice.retries` to `sluice.uploads` again once it
/// is due, or at most [RetryProcessor#INTERVAL] later.
public final class Retries extends MeasuredTopology {

    /// Gauge: 1 while retries are scheduled, 0 while it restarts or waits for Kafka.
    static final String RUNNING = "sluice.retries.running";

    private Retries(StreamsApplication application, MeterRegistry meters) {
        super(application, RUNNING, meters);
    }

    /// Starts the schedule and waits until it runs. All topics must exist.
    ///
    /// @param meters receives the schedule's metrics
    /// @throws io.sluice.streams.StreamsStartException when it cannot run
    public static Retries start(StreamsHome home, MeterRegistry meters) {
        var metrics = new RetryMetrics(meters);
        return new Retries(
                StreamsApplication.start(RetryTopology.APPLICATION_ID, () -> RetryTopology.build(metrics), home, 1, 0),
                meters);
    }
}
