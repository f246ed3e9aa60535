package io.sluice.service;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.KafkaConfig;
import io.sluice.kafka.KafkaPublisher;
import io.sluice.kafka.PromptPublisher;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.admin.TopicProvisioner;
import io.sluice.kafka.monitor.KafkaMonitor;
import io.sluice.precedence.Precedence;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreRefusedException;
import io.sluice.store.StoreUnavailableException;
import io.sluice.store.connection.ObjectStores;
import io.sluice.store.connection.StoreMonitor;
import io.sluice.streams.InstanceId;
import io.sluice.streams.StreamsHome;
import io.sluice.view.image.LuceneCatalogView;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Outage;
import io.sluice.watch.Reachability;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The resources that the services of a process share: Kafka with its topics, the object store, a directory,
/// metrics. A process has one instance, however many services it runs.
public final class ServiceResources implements AutoCloseable {

    private static final Duration PRODUCER_STOP_LIMIT = Duration.ofSeconds(5);

    private final DataDirectory directory;
    private final KafkaClients kafka;
    private final StreamsHome streams;
    private final ObjectStore store;
    private final Publisher publisher;
    private final Publisher promptPublisher;
    private final PrometheusMeterRegistry meters;
    private final Readiness readiness;
    private final Heartbeats heartbeats;
    private final Reachability reachability;
    private final Reachability storeReachability;
    private final Clock clock = Clock.systemUTC();
    private final Precedence precedence;
    private final ResourceStack stack;

    private ServiceResources(
            DataDirectory directory,
            KafkaClients kafka,
            StreamsHome streams,
            ObjectStore store,
            Publisher publisher,
            Publisher promptPublisher,
            PrometheusMeterRegistry meters,
            Readiness readiness,
            Heartbeats heartbeats,
            Reachability reachability,
            Reachability storeReachability,
            ResourceStack stack) {
        this.directory = directory;
        this.kafka = kafka;
        this.streams = streams;
        this.store = store;
        this.publisher = publisher;
        this.promptPublisher = promptPublisher;
        this.meters = meters;
        this.precedence = Precedence.ofThisProcess(meters);
        this.readiness = readiness;
        this.heartbeats = heartbeats;
        this.reachability = reachability;
        this.storeReachability = storeReachability;
        this.stack = stack;
    }

    /// Creates a registry with the metrics of every process.
    public static PrometheusMeterRegistry newMeters() {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new FileDescriptorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        return meters;
    }

    /// Opens and probes the store, and provisions the topics. Waits for a store or a cluster that does not
    /// answer, until the thread is interrupted.
    ///
    /// @param directory closed by the caller, after the resources
    /// @throws io.sluice.config.ConfigurationException when topics, cluster or store differ from what is needed
    /// @throws StartException when the store answers but refuses access
    /// @throws io.sluice.store.StoreUnavailableException when the thread is interrupted before the store
    ///                                                   answers
    public static ServiceResources open(
            FoundationConfig config,
            KafkaConfig brokers,
            DataDirectory directory,
            PrometheusMeterRegistry meters,
            Readiness readiness,
            Heartbeats heartbeats) {
        var stack = new ResourceStack();
        try {
            stack.add(gcMetrics(meters));
            var store = stack.add(ObjectStores.open(config.store(), directory.root()));
            awaitStore(store);
            var kafka = KafkaClients.ofProcess(brokers, InstanceId.in(directory.catalog(), "sluice"));
            var replication = TopicProvisioner.provision(kafka, config.provisioning());
            var producer = kafka.producer("sluice");
            // by default it waits for unavailable brokers forever
            stack.add(() -> producer.close(PRODUCER_STOP_LIMIT));
            var publisher = new KafkaPublisher(producer);
            var promptPublisher = stack.add(PromptPublisher.start(producer));
            var monitor = stack.add(KafkaMonitor.start(kafka, heartbeats));
            readiness.addOutage("kafka", monitor::awaySince);
            var storeMonitor = stack.add(StoreMonitor.start(store, heartbeats));
            readiness.addOutage("store", storeMonitor::awaySince);
            var streams = new StreamsHome(brokers, replication, directory.catalog(), heartbeats, monitor);
            return new ServiceResources(
                    directory,
                    kafka,
                    streams,
                    store,
                    publisher,
                    promptPublisher,
                    meters,
                    readiness,
                    heartbeats,
                    monitor,
                    storeMonitor,
                    stack);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static void awaitStore(ObjectStore store) {
        var outage = new Outage("object store");
        while (true) {
            try {
                store.examine();
                outage.over();
                return;
            } catch (StoreRefusedException e) {
                throw new StartException(String.valueOf(e.getMessage()), e);
            } catch (StoreUnavailableException e) {
                LockSupport.parkNanos(outage.failed(e).toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private static JvmGcMetrics gcMetrics(PrometheusMeterRegistry meters) {
        var metrics = new JvmGcMetrics();
        metrics.bindTo(meters);
        return metrics;
    }

    public DataDirectory directory() {
        return directory;
    }

    public KafkaClients kafka() {
        return kafka;
    }

    /// Returns the environment of the services' topologies.
    public StreamsHome streams() {
        return streams;
    }

    public ObjectStore store() {
        return store;
    }

    public Publisher publisher() {
        return publisher;
    }

    /// Returns a publisher like [#publisher()] that never blocks.
    public Publisher promptPublisher() {
        return promptPublisher;
    }

    public PrometheusMeterRegistry meters() {
        return meters;
    }

    /// Returns the readiness of the process, to which every service adds its checks.
    public Readiness readiness() {
        return readiness;
    }

    /// Returns the heartbeats of the process, where every loop registers.
    public Heartbeats heartbeats() {
        return heartbeats;
    }

    /// Returns whether the cluster answers.
    public Reachability reachability() {
        return reachability;
    }

    /// Returns whether the object store answers.
    public Reachability storeReachability() {
        return storeReachability;
    }

    /// Returns the precedence of organizations in this process.
    public Precedence precedence() {
        return precedence;
    }

    public Clock clock() {
        return clock;
    }

    /// Starts this process's view of the catalog, which the caller closes.
    public LuceneCatalogView startImages() {
        var images = LuceneCatalogView.start(kafka, directory.view("images"), meters, heartbeats);
        readiness
                .add("images", images::caughtUp)
                .watch("images", () -> images.failure().isPresent());
        return images;
    }

    @Override
    public void close() {
        stack.close();
    }
}
