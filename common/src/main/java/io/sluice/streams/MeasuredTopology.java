package io.sluice.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/// A running topology with metrics, extended by the services.
public abstract class MeasuredTopology implements AutoCloseable {

    private final StreamsApplication application;

    /// @param application a running application, closed by [#close()]
    /// @param running     name of a gauge: 1 while records are processed, 0 while the application restarts or
    ///                    waits for Kafka
    /// @param meters      receives the metrics
    protected MeasuredTopology(StreamsApplication application, String running, MeterRegistry meters) {
        this.application = application;
        application.measure(meters);
        Gauge.builder(running, application, it -> it.running() ? 1 : 0).register(meters);
    }

    /// Returns whether records are processed, now or as soon as a rebalance is over.
    public boolean running() {
        return application.running();
    }

    /// Returns whether a bug has stopped the topology for good.
    public boolean failed() {
        return application.failed();
    }

    /// Finishes the record in progress and stops.
    @Override
    public void close() {
        application.close();
    }
}
