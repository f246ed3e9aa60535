package io.sluice.ingest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.event.Changes;
import io.sluice.ingest.operation.OutageGuard;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.preview.SideWork;
import io.sluice.ingest.queue.Throughput;
import io.sluice.ingest.quota.ConvertedPixels;
import io.sluice.ingest.replay.UploadArchive;
import io.sluice.ingest.route.ViewAge;
import io.sluice.ingest.token.Tokens;
import io.sluice.ingest.upload.ImageCheck;
import io.sluice.ingest.upload.admission.Admission;
import io.sluice.kafka.Publisher;
import io.sluice.precedence.Precedence;
import io.sluice.store.ObjectStore;
import io.sluice.view.AccountView;
import io.sluice.view.CatalogView;
import io.sluice.view.DeadLetterView;
import io.sluice.view.JobView;
import io.sluice.view.OperationView;
import io.sluice.view.UsageView;
import io.sluice.view.WebhookView;
import java.time.Clock;

/// The dependencies of the API, which closes none of them.
///
/// @param outage refuses writes while Kafka or the object store is unavailable
record ApiDependencies(
        ObjectStore store,
        Publisher publisher,
        Views views,
        OutcomeConsumers outcomes,
        ImageWork imageWork,
        OutageGuard outage,
        Tokens tokens,
        Measures measures) {

    /// What time and events are measured with.
    record Measures(PrometheusMeterRegistry registry, Clock clock) {}

    PrometheusMeterRegistry registry() {
        return measures.registry;
    }

    Clock clock() {
        return measures.clock;
    }

    /// The views of this node.
    ///
    /// @param changes the last changes of the views
    /// @param age     the maximum age of their data
    record Views(
            CatalogView images,
            AccountView accounts,
            OperationView operations,
            JobView jobs,
            Kept kept,
            Changes changes,
            ViewAge age) {}

    /// What Kafka keeps besides the catalog and its accounts.
    ///
    /// @param archive commands that the view of operations refers to
    record Kept(UsageView usage, DeadLetterView deadLetters, WebhookView webhooks, UploadArchive archive) {}

    /// The consumers of outcomes; the caller passes every outcome to each of them.
    record OutcomeConsumers(PendingOutcomes pending, ConvertedPixels converted, Throughput throughput) {}

    /// The work on images, and its limits.
    ///
    /// @param admission  limits the number of uploads
    /// @param check      identifies the files of a form
    /// @param side       makes previews, and tries conversions
    /// @param precedence of organizations in this process
    record ImageWork(Admission admission, ImageCheck check, SideWork side, Precedence precedence) {}
}
