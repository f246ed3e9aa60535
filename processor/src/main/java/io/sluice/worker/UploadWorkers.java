package io.sluice.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.dispatch.DispatchConfig;
import io.sluice.dispatch.Dispatcher;
import io.sluice.dispatch.QueueSource;
import io.sluice.fetch.UrlFetcher;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.GroupSuccession;
import io.sluice.lane.LaneConfig;
import io.sluice.lane.LaneName;
import io.sluice.precedence.Precedence;
import io.sluice.queue.RetryingPublisher;
import io.sluice.queue.StopFlag;
import io.sluice.service.ResourceStack;
import io.sluice.store.ObjectStore;
import io.sluice.watch.Heartbeats;
import io.sluice.watch.Reachability;
import io.sluice.worker.upload.Convert;
import io.sluice.worker.upload.Identify;
import io.sluice.worker.upload.SourceStaging;
import io.sluice.worker.upload.UploadProcessing;
import io.sluice.worker.upload.WorkDirectory;
import io.sluice.worker.upload.WorkerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

/// The workers of `sluice.uploads`: a dispatcher that reads the topic in the group [Topics#UPLOAD_READERS],
/// and lanes for direct work, fetches and conversions. They run from [#start] to [#close()].
///
/// Delivery is at least once. A command that is processed twice results in a second
/// [io.sluice.command.RegistrationCommand.Register] with the same id, which the catalog recognizes.
public final class UploadWorkers implements AutoCloseable {

    static final String NAME = "sluice-upload";

    /// Maximum duration of publishing a result, including a short outage of Kafka and the pause after it.
    private static final Duration SETTLING = Duration.ofMinutes(3);

    /// From this number of threads on, one thread is not used by the organization that uses the others.
    private static final int KEPT_FREE = 4;

    /// Maximum concurrent fetches from one host.
    private static final int PER_HOST = 8;

    private final Dispatcher dispatcher;
    private final ResourceStack parts;

    private UploadWorkers(Dispatcher dispatcher, ResourceStack parts) {
        this.dispatcher = dispatcher;
        this.parts = parts;
    }

    /// Starts the workers. The topics must exist. The caller closes the arguments after the workers.
    ///
    /// @param conversions   maximum concurrent conversions
    /// @param workDirectory directory of temporary files; used by this process only, created if missing
    /// @param precedence    of organizations in this process
    /// @throws IOException when the work directory cannot be used
    public static UploadWorkers start(
            WorkerConfig config,
            KafkaClients kafka,
            ObjectStore store,
            Publisher publisher,
            Identify identify,
            Convert convert,
            int conversions,
            Path workDirectory,
            Precedence precedence,
            MeterRegistry registry,
            Clock clock,
            Reachability reachability,
            Heartbeats heartbeats)
            throws IOException {
        GroupSuccession.prepare(kafka, Topics.UPLOADS, Topics.FORMER_UPLOAD_WORKERS, Topics.UPLOAD_READERS);
        var source = QueueSource.of(kafka, reachability, Topics.UPLOADS, Topics.UPLOAD_READERS);
        return start(
                config,
                source,
                PublishedResults.on(kafka),
                store,
                publisher,
                identify,
                convert,
                conversions,
                workDirectory,
                precedence,
                registry,
                clock,
                heartbeats);
    }

    static UploadWorkers start(
            WorkerConfig config,
            QueueSource source,
            PublishedResults published,
            ObjectStore store,
            Publisher publisher,
            Identify identify,
            Convert convert,
            int conversions,
            Path workDirectory,
            Precedence precedence,
            MeterRegistry registry,
            Clock clock,
            Heartbeats heartbeats)
            throws IOException {
        var files = WorkDirectory.open(workDirectory);
        var metrics = new WorkerMetrics(registry);
        var stop = new StopFlag();
        var parts = new ResourceStack();
        var fetcher = parts.add(UrlFetcher.start(config.fetch(), config.limits().maxFileBytes(), clock));
        var timeouts = parts.add(new UploadTimeouts());
        var intake = new SourceStaging(store, fetcher, config.limits().maxFileBytes());
        var collaborators = new UploadProcessing.Dependencies(store, intake, identify, convert, files);
        var work = new UploadWork(
                (command, stages) -> new UploadProcessing(collaborators, command, stages),
                new ResultPublisher(new RetryingPublisher(publisher, stop), config, metrics, clock, new Random()),
                published,
                timeouts,
                config.jobDeadline(),
                metrics,
                clock);
        var dispatch = new DispatchConfig(NAME, lanes(config, conversions), config.drain());
        try {
            var dispatcher =
                    parts.add(Dispatcher.start(dispatch, source, work, stop, precedence, registry, heartbeats));
            return new UploadWorkers(dispatcher, parts);
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Map<LaneName, LaneConfig> lanes(WorkerConfig config, int conversions) {
        var longest = config.jobDeadline().plus(SETTLING);
        var direct = config.workers();
        var fetches = config.fetches();
        return Map.of(
                LaneName.DIRECT,
                new LaneConfig(direct, direct - direct / KEPT_FREE, direct, longest),
                LaneName.FETCH,
                new LaneConfig(fetches, Math.ceilDiv(fetches, 2), Math.min(fetches, PER_HOST), longest),
                LaneName.CONVERT,
                new LaneConfig(conversions, conversions, conversions, longest));
    }

    /// Returns whether the topic is being read, and no record takes longer than a try and publishing its
    /// result may.
    public boolean ready() {
        return dispatcher.ready();
    }

    /// Returns whether a thread has ended with an [Error] such as a lack of memory.
    public boolean failed() {
        return dispatcher.failed();
    }

    /// Stops accepting uploads, waits a while for the current ones, then interrupts them; unfinished uploads
    /// are delivered again. Has no effect the second time.
    @Override
    public void close() {
        parts.close();
    }
}
