package io.sluice.ingest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.imaging.identify.Identifier;
import io.sluice.ingest.door.FrontDoor;
import io.sluice.ingest.event.Changes;
import io.sluice.ingest.operation.OutageGuard;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.preview.SideWork;
import io.sluice.ingest.queue.OutcomeTimer;
import io.sluice.ingest.queue.Throughput;
import io.sluice.ingest.quota.ConvertedPixels;
import io.sluice.ingest.replay.KafkaUploadArchive;
import io.sluice.ingest.route.ViewAge;
import io.sluice.ingest.token.Tokens;
import io.sluice.ingest.upload.admission.Admission;
import io.sluice.ingest.upload.admission.QueueWatch;
import io.sluice.kafka.Topics;
import io.sluice.kafka.admin.TopicRights;
import io.sluice.kafka.monitor.StuckGroups;
import io.sluice.service.ResourceStack;
import io.sluice.service.ServiceResources;
import io.sluice.view.image.LuceneCatalogView;
import io.sluice.view.memory.MemoryAccountView;
import io.sluice.view.memory.MemoryDeadLetterView;
import io.sluice.view.memory.MemoryJobView;
import io.sluice.view.memory.MemoryUsageView;
import io.sluice.view.memory.MemoryWebhookView;
import io.sluice.view.operation.LuceneOperationView;
import java.util.List;

/// The API with its views, which serves requests from [#start] to [#close()].
public final class ApiService implements AutoCloseable {

    /// The rights of an API node.
    public static final TopicRights RIGHTS = TopicRights.of(
            List.of(
                    Topics.SOURCE_IMAGES,
                    Topics.ORGANIZATIONS,
                    Topics.USERS,
                    Topics.USAGE,
                    Topics.JOBS,
                    Topics.OUTCOMES,
                    Topics.UPLOADS,
                    Topics.RETRIES,
                    Topics.WEBHOOK_ATTEMPTS,
                    Topics.DEAD_LETTERS),
            List.of(Topics.UPLOADS, Topics.CATALOG_COMMANDS, Topics.COPIES, Topics.JOBS, Topics.WEBHOOKS));

    private final ResourceStack stack;

    private ApiService(ResourceStack stack) {
        this.stack = stack;
    }

    /// Starts following the topics and serving requests; the topics must exist. The caller closes the
    /// arguments after the service.
    ///
    /// @param images this process's view of the catalog
    /// @param door   the HTTP server whose requests are served
    public static ApiService start(
            ApiConfig config, ServiceResources resources, LuceneCatalogView images, FrontDoor door) {
        RIGHTS.check(resources.kafka());
        var stack = new ResourceStack();
        try {
            startApi(config, resources, images, door, stack);
            return new ApiService(stack);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static void startApi(
            ApiConfig config,
            ServiceResources resources,
            LuceneCatalogView images,
            FrontDoor door,
            ResourceStack stack) {
        PrometheusMeterRegistry meters = resources.meters();
        var pending = new PendingOutcomes();
        var converted = new ConvertedPixels(resources.clock());
        var throughput = new Throughput(resources.clock());
        var accounts = stack.add(MemoryAccountView.start(resources.kafka(), resources.heartbeats()));
        var jobs = stack.add(MemoryJobView.start(resources.kafka(), resources.heartbeats()));
        var usage = stack.add(MemoryUsageView.start(resources.kafka(), resources.heartbeats()));
        var webhooks = stack.add(MemoryWebhookView.start(resources.kafka(), resources.heartbeats()));
        var deadLetters = stack.add(MemoryDeadLetterView.start(resources.kafka(), resources.heartbeats()));
        var operations = stack.add(LuceneOperationView.start(
                resources.kafka(),
                resources.directory().view("operations"),
                converted
                        .andThen(throughput)
                        .andThen(new OutcomeTimer(meters, resources.clock()))
                        .andThen(pending),
                meters,
                resources.heartbeats()));
        var changes = new Changes();
        jobs.onChange(changes::jobChanged);
        images.onChange(changes.log()::imageChanged);
        operations.onChange(change -> changes.log().operationChanged(change.organization(), change.operation()));
        var admission = config.uploads().admission();
        var queue = stack.add(QueueWatch.start(resources.kafka(), admission, meters, resources.heartbeats()));
        var stuck = stack.add(StuckGroups.start(resources.kafka(), meters, resources.heartbeats()));
        resources
                .readiness()
                .showStuck(stuck::stuck)
                .add("accounts", accounts::caughtUp)
                .add("jobs", jobs::caughtUp)
                .add("webhooks", webhooks::caughtUp)
                .add("operations", operations::caughtUp)
                .add("dead-letters", deadLetters::caughtUp)
                .add("usage", usage::caughtUp)
                .watch("accounts", () -> accounts.failure().isPresent())
                .watch("jobs", () -> jobs.failure().isPresent())
                .watch("webhooks", () -> webhooks.failure().isPresent())
                .watch("operations", () -> operations.failure().isPresent())
                .watch("dead-letters", () -> deadLetters.failure().isPresent())
                .watch("usage", () -> usage.failure().isPresent());
        var age = ViewAge.of(
                resources.reachability(),
                resources.clock(),
                List.of(images::age, accounts::age, jobs::age, operations::age));
        var side = stack.add(SideWork.open(
                resources.store(),
                resources.directory().side(),
                config.previews(),
                config.uploads().maxPixels(),
                meters));
        var tokenKey = config.access().tokenKey(resources.directory().root());
        var dependencies = new ApiDependencies(
                resources.store(),
                resources.promptPublisher(),
                new ApiDependencies.Views(
                        images,
                        accounts,
                        operations,
                        jobs,
                        new ApiDependencies.Kept(
                                usage, deadLetters, webhooks, new KafkaUploadArchive(resources.kafka())),
                        changes,
                        age),
                new ApiDependencies.OutcomeConsumers(pending, converted, throughput),
                new ApiDependencies.ImageWork(
                        new Admission(admission, queue, System::nanoTime),
                        new Identifier(config.uploads().imageLimits())::identify,
                        side,
                        resources.precedence()),
                new OutageGuard(resources.reachability(), resources.storeReachability()),
                new Tokens(tokenKey, resources.clock()),
                new ApiDependencies.Measures(meters, resources.clock()));
        stack.add(IngestApi.start(config, dependencies, door));
    }

    /// Refuses requests, waits for those in progress, and stops following the topics.
    @Override
    public void close() {
        stack.close();
    }
}
