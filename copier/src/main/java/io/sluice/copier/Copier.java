package io.sluice.copier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.ShareGroupSetup;
import io.sluice.kafka.Topics;
import io.sluice.queue.PatientPublisher;
import io.sluice.queue.QueueWorkers;
import io.sluice.queue.StopSignal;
import io.sluice.service.Foundation;
import io.sluice.store.ObjectStore;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;
import io.sluice.view.CatalogView;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/// The running copier: the topology that walks through organizations, and the workers that copy what it cuts.
public final class Copier implements AutoCloseable {

    /// Gauge: 1 while commands are taken, 0 while it restarts or waits for Kafka.
    static final String RUNNING = "sluice.copier.running";

    /// Beyond the patience with store and view: what publishing may take.
    private static final Duration TELLING = Duration.ofMinutes(2);

    private final StreamsApplication application;
    private final QueueWorkers workers;

    private Copier(StreamsApplication application, QueueWorkers workers) {
        this.application = application;
        this.workers = workers;
    }

    /// Starts the copier of a process; the topics must exist.
    ///
    /// @param on   stays the caller's to close, after this
    /// @param view likewise; tells what images there are
    public static Copier start(CopierConfig config, Foundation on, CatalogView view) {
        var copier = start(config, on.kafka(), on.store(), view, on.publisher(), on.streams(), on.meters(), on.clock());
        on.readiness().add("copier", copier::ready).watch("copier", copier::failed);
        return copier;
    }

    /// Sets the share group up and starts the workers and the topology. The topics must exist. What is handed in stays
    /// the caller's to close, after this.
    ///
    /// @param view    tells what images there are
    /// @param streams where jobs are kept
    /// @throws io.sluice.config.ConfigurationException when the share group cannot lock records long enough
    /// @throws io.sluice.streams.StreamsStartException when the topology cannot run
    private static Copier start(
            CopierConfig config,
            KafkaClients kafka,
            ObjectStore store,
            CatalogView view,
            Publisher publisher,
            StreamsHome streams,
            MeterRegistry meters,
            Clock clock) {
        var longest = config.patience().plus(TELLING);
        ShareGroupSetup.prepare(kafka, Topics.COPY_WORKERS, longest, CopierConfig.PATIENCE);
        var metrics = new CopierMetrics(meters);
        var stop = new StopSignal();
        var copies = new BlobCopies(store, stop, metrics, clock, new Random());
        var work = new CopyWork(
                view, copies, new PatientPublisher(publisher, stop), config.patience(), stop, metrics, clock);
        var setup = new QueueWorkers.Setup(
                "sluice-copy", config.workers(), Topics.COPY_TASKS, Topics.COPY_WORKERS, longest, config.drain());
        var workers = QueueWorkers.start(
                setup, setup.in(kafka, streams.reachability()), work, metrics, stop, streams.heartbeats());
        try {
            var application = StreamsApplication.start(
                    CopierTopology.APPLICATION_ID,
                    () -> CopierTopology.build(view, metrics),
                    streams,
                    config.threads(),
                    config.standbys());
            application.measure(meters);
            Gauge.builder(RUNNING, application, it -> it.running() ? 1 : 0).register(meters);
            return new Copier(application, workers);
        } catch (RuntimeException e) {
            workers.close();
            throw e;
        }
    }

    /// Whether commands are taken, every worker polls and none is stuck.
    public boolean ready() {
        return application.running() && workers.ready();
    }

    /// Whether a bug has stopped a part of it for good.
    public boolean failed() {
        return application.failed() || workers.failed();
    }

    /// Cuts no more, then finishes the tasks that are being worked on.
    @Override
    public void close() {
        try (workers) {
            application.close();
        }
    }
}
