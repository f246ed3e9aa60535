package io.sluice.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.fetch.UrlFetcher;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.ShareGroupSetup;
import io.sluice.kafka.Topics;
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.QueueWorkers;
import io.sluice.queue.ShareGroup;
import io.sluice.queue.StopFlag;
import io.sluice.service.ResourceStack;
import io.sluice.store.ObjectStore;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;

/// The workers of `sluice.uploads`: some threads, each with a consumer of its own in the share group
/// [Topics#UPLOAD_WORKERS]. They are running from [#start] to [#close()].
///
/// Delivery is at least once. A command that is done twice makes a second
/// [io.sluice.command.RegistrationCommand.Register] of the same id, which the catalog knows.
public final class UploadWorkers implements AutoCloseable {

    /// How long telling an outcome may take, through a short outage of Kafka too.
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private final QueueWorkers workers;
    private final ResourceStack parts;

    private UploadWorkers(QueueWorkers workers, ResourceStack parts) {
        this.workers = workers;
        this.parts = parts;
    }

    /// Sets the share group up and starts the workers. The topics must exist. What is handed in stays the
    /// caller's to close, after this.
    ///
    /// @param workDirectory for files that live as long as one job; this process's own, made when it is not there
    /// @throws IOException                             when the work directory cannot be used
    /// @throws io.sluice.config.ConfigurationException when the share group cannot lock a record long enough
    public static UploadWorkers start(
            WorkerConfig config,
            KafkaClients kafka,
            ObjectStore store,
            Publisher publisher,
            Identify identify,
            Convert convert,
            Path workDirectory,
            MeterRegistry registry,
            Clock clock,
            Reachability reachability,
            Heartbeats heartbeats)
            throws IOException {
        ShareGroupSetup.prepare(kafka, Topics.UPLOAD_WORKERS, config.jobDeadline(), WorkerConfig.JOB_DEADLINE);
        var group = setup(config).in(kafka, reachability);
        return start(config, group, store, publisher, identify, convert, workDirectory, registry, clock, heartbeats);
    }

    static UploadWorkers start(
            WorkerConfig config,
            ShareGroup group,
            ObjectStore store,
            Publisher publisher,
            Identify identify,
            Convert convert,
            Path workDirectory,
            MeterRegistry registry,
            Clock clock,
            Heartbeats heartbeats)
            throws IOException {
        var files = WorkDirectory.open(workDirectory);
        var metrics = new WorkerMetrics(registry);
        var stop = new StopFlag();
        var parts = new ResourceStack();
        var fetcher = parts.add(UrlFetcher.start(config.fetch(), config.limits().maxFileBytes(), clock));
        var watchdog = parts.add(new UploadTimeouts());
        var intake = new SourceStaging(store, fetcher, config.limits().maxFileBytes());
        var collaborators = new UploadProcessing.Dependencies(store, intake, identify, convert, files);
        var work = new UploadWork(
                (command, stages) -> new UploadProcessing(collaborators, command, stages),
                new ResultPublisher(new RetryingPublisher(publisher, stop), config, metrics, clock, new Random()),
                watchdog,
                config.jobDeadline(),
                metrics,
                clock);
        try {
            var workers = parts.add(QueueWorkers.start(setup(config), group, work, metrics, stop, heartbeats));
            return new UploadWorkers(workers, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static QueueWorkers.Setup setup(WorkerConfig config) {
        return new QueueWorkers.Setup(
                "sluice-upload",
                config.workers(),
                Topics.UPLOADS,
                Topics.UPLOAD_WORKERS,
                config.jobDeadline().plus(SETTLING),
                config.drain());
    }

    /// Whether every worker polls a broker and none holds a record for longer than a job and telling its
    /// outcome may take.
    public boolean ready() {
        return workers.ready();
    }

    /// Whether a worker has died, of an [Error] such as a lack of memory.
    public boolean failed() {
        return workers.failed();
    }

    /// Stops taking uploads, waits a while for those that are being worked on and interrupts them then; what
    /// was not finished is delivered again. Does nothing the second time.
    @Override
    public void close() {
        parts.close();
    }
}
