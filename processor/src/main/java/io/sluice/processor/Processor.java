package io.sluice.processor;

import io.sluice.catalog.Catalog;
import io.sluice.imaging.cell.Optimizer;
import io.sluice.imaging.identify.Identifier;
import io.sluice.retry.Retries;
import io.sluice.service.Foundation;
import io.sluice.service.Parts;
import io.sluice.webhook.Webhooks;
import io.sluice.worker.BlobPurger;
import io.sluice.worker.UploadWorkers;
import java.io.IOException;
import java.util.ArrayList;

/// The running processor: this is where its parts are put together. It works from [#start] to [#close()].
public final class Processor implements AutoCloseable {

    private final Parts parts;

    private Processor(Parts parts) {
        this.parts = parts;
    }

    /// Starts the parts that `config` asks for; the topics must exist.
    ///
    /// @param on stays the caller's to close, after this
    public static Processor start(ProcessorConfig config, Foundation on) throws IOException, InterruptedException {
        var starts = new ArrayList<Parts.Start>();
        if (config.roles().contains(ProcessorRole.CATALOG)) {
            starts.add(() -> startCatalog(config, on));
            starts.add(() -> startRetries(on));
            starts.add(() -> startWebhooks(config, on));
        }
        if (config.roles().contains(ProcessorRole.WORKER)) {
            starts.add(() -> startWorkers(config, on));
            starts.add(() -> startPurger(on));
        }
        var parts = Parts.closedTogether();
        try {
            parts.startTogether(starts);
            return new Processor(parts);
        } catch (IOException | InterruptedException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static Catalog startCatalog(ProcessorConfig config, Foundation on) {
        var catalog = Catalog.start(config.catalog(), on.streams(), on.meters());
        on.readiness().add("catalog", catalog::running).watch("catalog", catalog::failed);
        return catalog;
    }

    private static Retries startRetries(Foundation on) {
        var retries = Retries.start(on.streams(), on.meters());
        on.readiness().add("retries", retries::running).watch("retries", retries::failed);
        return retries;
    }

    private static Webhooks startWebhooks(ProcessorConfig config, Foundation on) {
        var webhooks = Webhooks.start(config.webhooks(), on.streams(), on.meters(), on.clock());
        on.readiness().add("webhooks", webhooks::running).watch("webhooks", webhooks::failed);
        return webhooks;
    }

    private static Parts startWorkers(ProcessorConfig config, Foundation on) throws IOException {
        var limits = config.worker().limits();
        var identifier = new Identifier(limits);
        var parts = new Parts();
        try {
            var optimizer = parts.add(Optimizer.start(limits, config.optimizer()));
            var workers = parts.add(UploadWorkers.start(
                    config.worker(),
                    on.kafka(),
                    on.store(),
                    on.publisher(),
                    identifier::identify,
                    optimizer::convert,
                    on.directory().work(),
                    on.meters(),
                    on.clock(),
                    on.reachability(),
                    on.heartbeats()));
            on.readiness().add("workers", workers::ready).watch("workers", workers::failed);
            return parts;
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static BlobPurger startPurger(Foundation on) {
        var purger = BlobPurger.start(on.kafka(), on.store(), on.publisher(), on.meters(), on.clock(), on.heartbeats());
        on.readiness().add("purger", purger::ready).watch("purger", purger::failed);
        return purger;
    }

    /// Takes no more work, finishes what is in hand, and stops.
    @Override
    public void close() {
        parts.close();
    }
}
