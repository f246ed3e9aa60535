package io.sluice.ingest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.operation.OutageGuard;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.quota.ConvertedPixels;
import io.sluice.ingest.route.ViewAge;
import io.sluice.ingest.upload.ImageCheck;
import io.sluice.ingest.upload.admission.Admission;
import io.sluice.kafka.Publisher;
import io.sluice.store.ObjectStore;
import io.sluice.view.AccountView;
import io.sluice.view.CatalogView;
import io.sluice.view.JobView;
import io.sluice.view.OperationView;
import java.time.Clock;

/// The dependencies of the API, which closes none of them.
///
/// @param outage refuses writes while Kafka or the object store is unavailable
record ApiDependencies(
        ObjectStore store,
        Publisher publisher,
        Views views,
        OutcomeConsumers outcomes,
        UploadChecks uploads,
        OutageGuard outage,
        PrometheusMeterRegistry registry,
        Clock clock) {

    /// The views of this node.
    ///
    /// @param age the maximum age of their data
    record Views(CatalogView images, AccountView accounts, OperationView operations, JobView jobs, ViewAge age) {}

    /// The consumers of outcomes; the caller passes every outcome to each of them.
    record OutcomeConsumers(PendingOutcomes pending, ConvertedPixels converted) {}

    /// The checks of uploads.
    ///
    /// @param admission  limits the number of uploads
    /// @param imageCheck identifies the files of a form
    record UploadChecks(Admission admission, ImageCheck imageCheck) {}
}
