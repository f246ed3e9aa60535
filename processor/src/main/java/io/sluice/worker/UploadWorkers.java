package io.sluice.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.fetch.UrlFetcher;
import io.sluice.kafka.KafkaClients;
import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topics;
import io.sluice.queue.PatientPublisher;
import io.sluice.queue.StopSignal;
import io.sluice.queue.WorkerGroup;
import io.sluice.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workers of `sluice.uploads`: some threads, each with a consumer of its own in the share group
/// [Topics#UPLOAD_WORKERS]. They are running from [#start] to [#close()].
///
/// Delivery is at least once. A command that is done twice makes a second
/// [io.sluice.command.CatalogCommand.Register] of the same id, which the catalog knows.
public final class UploadWorkers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UploadWorkers.class);

    /// How long telling an outcome may take, through a short outage of Kafka too.
    private static final Duration SETTLING = Duration.ofMinutes(2);

    /// How long to wait for a worker that was interrupted.
    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final StopSignal stop;
    private final UrlFetcher fetcher;
    private final Watchdog watchdog;
    private final Duration drain;
    private final Duration longestJob;
    private final List<UploadWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private UploadWorkers(StopSignal stop, UrlFetcher fetcher, Watchdog watchdog, WorkerConfig config) {
        this.stop = stop;
        this.fetcher = fetcher;
        this.watchdog = watchdog;
        this.drain = config.drain();
        this.longestJob = config.jobDeadline().plus(SETTLING);
    }

    /// Sets the share group up and starts the workers. The topics must exist. What is handed in stays the
    /// caller's to close, after this.
    ///
    /// @param workDirectory for files that live as long as one job; this process's own, made when it is not there
    /// @throws IOException           when the work directory cannot be used
    /// @throws IllegalStateException when the share group cannot be set up so that a record stays locked long
    ///                               enough
    public static UploadWorkers start(
            WorkerConfig config,
            KafkaClients kafka,
            ObjectStore store,
            Publisher publisher,
            Identify identify,
            Convert convert,
            Path workDirectory,
            MeterRegistry registry,
            Clock clock)
            throws IOException, InterruptedException {
        try (var admin = kafka.admin()) {
            WorkerGroup.prepare(admin, Topics.UPLOAD_WORKERS, config.jobDeadline(), WorkerConfig.JOB_DEADLINE);
        }
        return start(
                config,
                number -> kafka.shareGroupMember(
                        "sluice-upload-" + number, Topics.UPLOAD_WORKERS, UploadWorker.RECORDS_A_POLL),
                store,
                publisher,
                identify,
                convert,
                workDirectory,
                registry,
                clock);
    }

    static UploadWorkers start(
            WorkerConfig config,
            IntFunction<ShareConsumer<String, byte[]>> consumers,
            ObjectStore store,
            Publisher publisher,
            Identify identify,
            Convert convert,
            Path workDirectory,
            MeterRegistry registry,
            Clock clock)
            throws IOException {
        var files = WorkDirectory.open(workDirectory);
        var metrics = new WorkerMetrics(registry);
        var stop = new StopSignal();
        var fetcher = UrlFetcher.start(config.fetch(), config.limits().maxFileBytes(), clock);
        var intake = new Intake(store, fetcher, config.limits().maxFileBytes());
        var collaborators = new UploadJob.Collaborators(store, intake, identify, convert, files);
        var settlement = new Settlement(new PatientPublisher(publisher, stop), config, metrics, clock, new Random());
        var running = new UploadWorkers(stop, fetcher, new Watchdog(), config);
        try {
            for (int number = 0; number < config.workers(); number++) {
                running.launch(
                        number,
                        new UploadWorker(
                                consumers.apply(number),
                                (command, stages) -> new UploadJob(collaborators, command, stages),
                                settlement,
                                running.watchdog,
                                config.jobDeadline(),
                                metrics,
                                clock,
                                stop));
            }
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    private void launch(int number, UploadWorker worker) {
        workers.add(worker);
        threads.add(Thread.ofPlatform().name("sluice-upload-" + number).start(worker));
    }

    /// Whether every worker has polled, none has died, and none holds a record for longer than a job and telling its
    /// outcome may take.
    public boolean ready() {
        return workers.stream()
                .allMatch(worker -> worker.state() == UploadWorker.State.POLLING && !worker.isStuck(longestJob));
    }

    /// Stops taking uploads, waits a while for those that are being worked on and interrupts them then; what
    /// was not finished is delivered again. Does nothing the second time.
    @Override
    public void close() {
        stop.give();
        workers.forEach(UploadWorker::wakeup);
        try {
            if (!joined(drain)) {
                LOG.atWarn().log("uploads that take too long are interrupted and done again after the next start");
                threads.forEach(Thread::interrupt);
                if (!joined(LEAVE)) {
                    LOG.atError().log("an upload worker does not end");
                }
            }
        } catch (InterruptedException _) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        } finally {
            watchdog.close();
            fetcher.close();
        }
    }

    /// Whether all threads have ended within `limit`.
    private boolean joined(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (var thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }
}
