package io.sluice.processor;

import io.sluice.catalog.Catalog;
import io.sluice.imaging.Identifier;
import io.sluice.imaging.Optimizer;
import io.sluice.retry.Retries;
import io.sluice.service.Foundation;
import io.sluice.service.Parts;
import io.sluice.worker.BlobPurger;
import io.sluice.worker.UploadWorkers;
import java.io.IOException;

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
        var parts = new Parts();
        try {
            if (config.roles().contains(Role.CATALOG)) {
                startCatalog(config, on, parts);
            }
            if (config.roles().contains(Role.WORKER)) {
                startWorkers(config, on, parts);
            }
            return new Processor(parts);
        } catch (IOException | InterruptedException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void startCatalog(ProcessorConfig config, Foundation on, Parts parts) {
        var brokers = on.kafka().config();
        var state = on.directory().catalog();
        var catalog = parts.add(Catalog.start(config.catalog(), brokers, state, on.meters()));
        var retries = parts.add(Retries.start(brokers, state, on.meters()));
        on.readiness().add("catalog", catalog::running).add("retries", retries::running);
    }

    private static void startWorkers(ProcessorConfig config, Foundation on, Parts parts)
            throws IOException, InterruptedException {
        var limits = config.worker().limits();
        var identifier = new Identifier(limits);
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
                on.clock()));
        var purger = parts.add(BlobPurger.start(on.kafka(), on.store(), on.publisher(), on.meters(), on.clock()));
        on.readiness().add("workers", workers::ready).add("purger", purger::ready);
    }

    /// Takes no more work, finishes what is in hand, and stops.
    @Override
    public void close() {
        parts.close();
    }
}
