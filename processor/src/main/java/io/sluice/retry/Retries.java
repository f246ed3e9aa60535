package io.sluice.retry;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.streams.MeasuredTopology;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;

/// The running retry schedule: puts every command on `sluice.retries` back on `sluice.uploads` once it is due, at most
/// a moment ([RetryProcessor#INTERVAL]) later.
public final class Retries extends MeasuredTopology {

    /// Gauge: 1 while retries are scheduled, 0 while it restarts or waits for Kafka.
    static final String RUNNING = "sluice.retries.running";

    private Retries(StreamsApplication application, MeterRegistry meters) {
        super(application, RUNNING, meters);
    }

    /// Starts the schedule and waits until it runs. All topics must exist.
    ///
    /// @param meters is handed the schedule's metrics
    /// @throws io.sluice.streams.StreamsStartException when it cannot run
    public static Retries start(StreamsHome home, MeterRegistry meters) {
        var metrics = new RetryMetrics(meters);
        return new Retries(
                StreamsApplication.start(RetryTopology.APPLICATION_ID, () -> RetryTopology.build(metrics), home, 1, 0),
                meters);
    }
}
