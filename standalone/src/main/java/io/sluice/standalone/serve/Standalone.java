package io.sluice.standalone.serve;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.catalog.Catalog;
import io.sluice.copier.Copier;
import io.sluice.imaging.Identifier;
import io.sluice.imaging.Optimizer;
import io.sluice.ingest.ApiConfig;
import io.sluice.ingest.Collaborators;
import io.sluice.ingest.IngestApi;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.kafka.TopicProvisioner;
import io.sluice.retry.Retries;
import io.sluice.standalone.broker.EmbeddedBroker;
import io.sluice.store.ObjectStores;
import io.sluice.view.LuceneCatalogView;
import io.sluice.view.LuceneOperationView;
import io.sluice.view.MemoryAccountView;
import io.sluice.view.MemoryJobView;
import io.sluice.worker.BlobPurger;
import io.sluice.worker.UploadWorkers;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// All of Sluice in one process: this is where the parts are put together.
public final class Standalone {

    private Standalone() {}

    /// What is done while the server runs. When it returns, or throws, the server stops.
    @FunctionalInterface
    public interface Body {
        /// @param base address of the server, which is ready for requests
        void run(URI base) throws Exception;
    }

    /// Starts everything, runs `body`, and closes everything in reverse: the doors first, the stores last.
    public static void run(StandaloneConfig config, Body body) throws Exception {
        HttpPort.check(config.api());
        var clock = Clock.systemUTC();
        var meters = meters();
        var pending = new PendingOutcomes();
        try (var directory = DataDirectory.open(config.dataDirectory());
                var broker = broker(config.kafka());
                var store = ObjectStores.open(config.store(), directory.root())) {
            store.probe();
            var kafka = kafka(config.kafka(), broker);
            var clients = new KafkaClients(kafka);
            TopicProvisioner.provision(clients, config.provisioning());
            var identifier = new Identifier(config.worker().limits());
            try (var producer = clients.producer("sluice");
                    var catalog = Catalog.start(config.catalog(), kafka, directory.catalog(), meters);
                    var retries = Retries.start(kafka, directory.catalog(), meters);
                    var accounts = MemoryAccountView.start(clients);
                    var images = LuceneCatalogView.start(clients, directory.view("images"), meters);
                    var operations = LuceneOperationView.start(clients, directory.view("operations"), pending, meters);
                    var jobs = MemoryJobView.start(clients);
                    var optimizer = Optimizer.start(config.worker().limits(), config.optimizer());
                    var workers = UploadWorkers.start(
                            config.worker(),
                            clients,
                            store,
                            new KafkaPublisher(producer),
                            identifier::identify,
                            optimizer::convert,
                            directory.work(),
                            meters,
                            clock);
                    var copier = Copier.start(
                            config.copier(),
                            clients,
                            store,
                            images,
                            new KafkaPublisher(producer),
                            directory.catalog(),
                            meters,
                            clock);
                    var purger = BlobPurger.start(clients, store, new KafkaPublisher(producer), meters, clock)) {
                var readiness = Map.<String, BooleanSupplier>of(
                        "catalog", catalog::running,
                        "retries", retries::running,
                        "accounts", accounts::caughtUp,
                        "images", images::caughtUp,
                        "operations", operations::caughtUp,
                        "jobs", jobs::caughtUp,
                        "workers", workers::ready,
                        "copier", copier::ready,
                        "purger", purger::ready);
                var collaborators = new Collaborators(
                        store,
                        new KafkaPublisher(producer),
                        images,
                        accounts,
                        operations,
                        jobs,
                        pending,
                        meters,
                        readiness,
                        clock);
                try (var api = IngestApi.start(config.api(), collaborators)) {
                    Readiness.await(readiness);
                    body.run(address(config.api(), api.port()));
                }
            }
        }
    }

    private static PrometheusMeterRegistry meters() {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        return meters;
    }

    private static KafkaConfig kafka(KafkaSource source, @Nullable EmbeddedBroker broker) {
        return switch (source) {
            case KafkaSource.Embedded _ -> requireNonNull(broker).config();
            case KafkaSource.Cluster(var config) -> config;
        };
    }

    private static @Nullable EmbeddedBroker broker(KafkaSource source) {
        return switch (source) {
            case KafkaSource.Embedded(var config) -> EmbeddedBroker.start(config);
            case KafkaSource.Cluster _ -> null;
        };
    }

    /// An address that works on this machine, also when the server listens on all of them.
    private static URI address(ApiConfig config, int port) {
        var host = config.host().equals("0.0.0.0") || config.host().equals("::") ? "127.0.0.1" : config.host();
        return URI.create("http://" + (host.contains(":") ? '[' + host + ']' : host) + ':' + port);
    }
}
