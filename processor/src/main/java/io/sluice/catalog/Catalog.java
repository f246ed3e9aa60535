package io.sluice.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.TopicIds;
import io.sluice.streams.MeasuredTopology;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;

/// The running catalog: decides the commands on `sluice.catalog-commands` that are assigned to this process.
public final class Catalog extends MeasuredTopology {

    /// The changelog of the [io.sluice.catalog.edit.Numbering] of each partition.
    public static final String NUMBERING_TOPIC =
            CatalogTopology.APPLICATION_ID + '-' + CatalogStores.NUMBERING + "-changelog";

    /// Gauge: 1 while the catalog decides, 0 while it restarts or waits for Kafka.
    static final String RUNNING = "sluice.catalog.running";

    private Catalog(StreamsApplication application, MeterRegistry meters) {
        super(application, RUNNING, meters);
    }

    /// Starts the catalog and waits until it decides commands. All topics must exist.
    ///
    /// @param meters receives the catalog's metrics
    /// @throws io.sluice.streams.StreamsStartException when it cannot run
    public static Catalog start(CatalogConfig config, StreamsHome home, MeterRegistry meters) {
        var log = TopicIds.of(new KafkaClients(home.kafka()), Topics.CATALOG_COMMANDS);
        var metrics = new CatalogMetrics(meters);
        return new Catalog(
                StreamsApplication.start(
                        CatalogTopology.APPLICATION_ID,
                        () -> CatalogTopology.build(log, config.deletedRetention(), metrics),
                        home,
                        config.threads(),
                        config.standbyReplicas()),
                meters);
    }
}
