package io.sluice.copier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.copier.blob.BlobCopies;
import io.sluice.copier.blob.CopyTurns;
import io.sluice.copier.blob.CopyWork;
import io.sluice.copier.job.CopierMetrics;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.ShareGroupSetup;
import io.sluice.kafka.admin.TopicRights;
import io.sluice.precedence.Precedence;
import io.sluice.queue.QueueWorkers;
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.StopFlag;
import io.sluice.service.ServiceResources;
import io.sluice.store.ObjectStore;
import io.sluice.streams.StreamsApplication;
import io.sluice.streams.StreamsHome;
import io.sluice.view.CatalogView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/// A running copier: the topology that cuts jobs into slices, and the workers that copy images.
public final class Copier implements AutoCloseable {

    /// Gauge: 1 while commands are processed, 0 while the topology restarts or waits for Kafka.
    static final String RUNNING = "sluice.copier.running";

    /// Time for publishing results, in addition to the patience with store and view.
    private static final Duration PUBLICATION = Duration.ofMinutes(2);

    /// The rights of a copier, with those of its view of the images.
    public static final TopicRights RIGHTS = TopicRights.of(
            List.of(Topics.SOURCE_IMAGES, Topics.COPIES, Topics.COPY_TASKS, Topics.JOB_CUTS, Topics.JOB_RESULTS),
            List.of(
                    Topics.COPY_TASKS,
                    Topics.CATALOG_COMMANDS,
                    Topics.JOBS,
                    Topics.JOB_CUTS,
                    Topics.JOB_RESULTS,
                    Topics.OUTCOMES,
                    Topics.DEAD_LETTERS,
                    Topics.BLOB_PURGES));

    private final StreamsApplication application;
    private final QueueWorkers workers;

    private Copier(StreamsApplication application, QueueWorkers workers) {
        this.application = application;
        this.workers = workers;
    }

    /// Starts the copier of a process; the topics must exist.
    ///
    /// @param resources the shared resources; the caller closes them after this object
    /// @param view      the images; likewise
    public static Copier start(CopierConfig config, ServiceResources resources, CatalogView view) {
        RIGHTS.check(resources.kafka());
        var copier = start(
                config,
                resources.kafka(),
                resources.store(),
                view,
                resources.publisher(),
                resources.streams(),
                resources.precedence(),
                resources.meters(),
                resources.clock());
        resources.readiness().add("copier", copier::ready).watch("copier", copier::failed);
        return copier;
    }

    /// Sets up the share group and starts the workers and the topology. The topics must exist. The caller
    /// closes the arguments, after this object.
    ///
    /// @param view    the images
    /// @param streams configuration of the topology, whose state stores hold the jobs
    /// @param precedence of organizations in this process
    /// @throws io.sluice.config.ConfigurationException when the share group cannot lock records long enough
    /// @throws io.sluice.streams.StreamsStartException when the topology cannot run
    private static Copier start(
            CopierConfig config,
            KafkaClients kafka,
            ObjectStore store,
            CatalogView view,
            Publisher publisher,
            StreamsHome streams,
            Precedence precedence,
            MeterRegistry meters,
            Clock clock) {
        var longest = config.patience().plus(PUBLICATION);
        ShareGroupSetup.prepare(kafka, Topics.COPY_WORKERS, longest, CopierConfig.PATIENCE);
        var metrics = new CopierMetrics(meters);
        var stop = new StopFlag();
        var copies = new BlobCopies(store, stop, metrics, clock, new Random());
        var work = new CopyWork(
                view,
                copies,
                new RetryingPublisher(publisher, stop),
                new CopyTurns(precedence),
                config.patience(),
                stop,
                metrics,
                clock);
        var setup = new QueueWorkers.Setup(
                "sluice-copy", config.workers(), Topics.COPY_TASKS, Topics.COPY_WORKERS, longest, config.drain());
        var workers = QueueWorkers.start(
                setup, setup.in(kafka, streams.reachability()), work, metrics, stop, streams.heartbeats());
        try {
            var application = StreamsApplication.start(
                    CopierTopology.APPLICATION_ID,
                    () -> CopierTopology.build(view, precedence, metrics),
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

    /// Returns whether commands are processed, every worker polls and none is stuck.
    public boolean ready() {
        return application.running() && workers.ready();
    }

    /// Returns whether a part has stopped permanently because of a bug.
    public boolean failed() {
        return application.failed() || workers.failed();
    }

    /// Stops cutting slices, then completes the tasks in progress.
    @Override
    public void close() {
        try (workers) {
            application.close();
        }
    }
}
