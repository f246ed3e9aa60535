package io.sluice.processor;

import io.sluice.catalog.Catalog;
import io.sluice.imaging.cell.Optimizer;
import io.sluice.imaging.identify.Identifier;
import io.sluice.kafka.admin.TopicRights;
import io.sluice.retry.Retries;
import io.sluice.service.ResourceStack;
import io.sluice.service.ServiceResources;
import io.sluice.webhook.Webhooks;
import io.sluice.worker.BlobPurger;
import io.sluice.worker.UploadWorkers;
import java.io.IOException;
import java.util.ArrayList;

/// A running processor, which starts its services. It works from [#start] to [#close()].
public final class Processor implements AutoCloseable {

    private final ResourceStack parts;

    private Processor(ResourceStack parts) {
        this.parts = parts;
    }

    /// Starts the services that `config` selects; the topics must exist.
    ///
    /// @param resources closed by the caller, after the processor
    public static Processor start(ProcessorConfig config, ServiceResources resources)
            throws IOException, InterruptedException {
        config.roles().stream()
                .map(ProcessorRole::rights)
                .reduce(TopicRights::and)
                .orElseThrow()
                .check(resources.kafka());
        var starts = new ArrayList<ResourceStack.Start>();
        if (config.roles().contains(ProcessorRole.CATALOG)) {
            starts.add(() -> startCatalog(config, resources));
            starts.add(() -> startRetries(resources));
            starts.add(() -> startWebhooks(config, resources));
        }
        if (config.roles().contains(ProcessorRole.WORKER)) {
            starts.add(() -> startWorkers(config, resources));
            starts.add(() -> startPurger(resources));
        }
        var parts = ResourceStack.closedTogether();
        try {
            parts.startTogether(starts);
            return new Processor(parts);
        } catch (IOException | InterruptedException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Catalog startCatalog(ProcessorConfig config, ServiceResources resources) {
        var catalog = Catalog.start(config.catalog(), resources.streams(), resources.meters());
        resources.readiness().add("catalog", catalog::running).watch("catalog", catalog::failed);
        return catalog;
    }

    private static Retries startRetries(ServiceResources resources) {
        var retries = Retries.start(resources.streams(), resources.meters());
        resources.readiness().add("retries", retries::running).watch("retries", retries::failed);
        return retries;
    }

    private static Webhooks startWebhooks(ProcessorConfig config, ServiceResources resources) {
        var webhooks = Webhooks.start(config.webhooks(), resources.streams(), resources.meters(), resources.clock());
        resources.readiness().add("webhooks", webhooks::running).watch("webhooks", webhooks::failed);
        return webhooks;
    }

    private static ResourceStack startWorkers(ProcessorConfig config, ServiceResources resources) throws IOException {
        var limits = config.worker().limits();
        var identifier = new Identifier(limits);
        var parts = new ResourceStack();
        try {
            var optimizer = parts.add(Optimizer.start(limits, config.optimizer()));
            var workers = parts.add(UploadWorkers.start(
                    config.worker(),
                    resources.kafka(),
                    resources.store(),
                    resources.publisher(),
                    identifier::identify,
                    optimizer::convert,
                    config.optimizer().cells(),
                    resources.directory().work(),
                    resources.precedence(),
                    resources.meters(),
                    resources.clock(),
                    resources.reachability(),
                    resources.heartbeats()));
            resources.readiness().add("workers", workers::ready).watch("workers", workers::failed);
            return parts;
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static BlobPurger startPurger(ServiceResources resources) {
        var purger = BlobPurger.start(
                resources.kafka(),
                resources.store(),
                resources.publisher(),
                resources.meters(),
                resources.clock(),
                resources.heartbeats());
        resources.readiness().add("purger", purger::ready).watch("purger", purger::failed);
        return purger;
    }

    /// Accepts no more work, finishes the current records, and stops.
    @Override
    public void close() {
        parts.close();
    }
}
