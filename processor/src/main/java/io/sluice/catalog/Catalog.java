package io.sluice.catalog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.TopicIds;
import io.sluice.kafka.Topics;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;

/// The running catalog: decides every command on `sluice.catalog-commands` that falls to this process.
public final class Catalog implements AutoCloseable {

    /// Gauge: 1 while the catalog decides, 0 while it restarts or waits for Kafka.
    static final String RUNNING = "sluice.catalog.running";

    private final StreamsApplication application;

    private Catalog(StreamsApplication application) {
        this.application = application;
    }

    /// Starts the catalog and waits until it decides commands. All topics must exist.
    ///
    /// @param meters is handed the catalog's metrics
    /// @throws io.sluice.streams.StreamsStartException when it cannot run
    public static Catalog start(CatalogConfig config, StreamsHome home, MeterRegistry meters) {
        var log = TopicIds.of(new KafkaClients(home.kafka()), Topics.CATALOG_COMMANDS);
        var metrics = new CatalogMetrics(meters);
        var catalog = new Catalog(StreamsApplication.start(
                CatalogTopology.APPLICATION_ID,
                () -> CatalogTopology.build(log, config.deletedRetention(), metrics),
                home,
                config.threads(),
                config.standbyReplicas()));
        catalog.application.measure(meters);
        Gauge.builder(RUNNING, catalog, it -> it.running() ? 1 : 0).register(meters);
        return catalog;
    }

    /// Whether commands are decided, now or as soon as a rebalance is over.
    public boolean running() {
        return application.running();
    }

    /// Whether a bug has stopped it for good.
    public boolean failed() {
        return application.failed();
    }

    /// Finishes the command in hand and stops.
    @Override
    public void close() {
        application.close();
    }
}
