package io.sluice.ingest;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.ingest.operation.PendingOutcomes;
import io.sluice.ingest.quota.ConvertedPixels;
import io.sluice.ingest.upload.Admission;
import io.sluice.ingest.upload.ImageCheck;
import io.sluice.kafka.Publisher;
import io.sluice.precedence.Precedence;
import io.sluice.store.ObjectStore;
import io.sluice.view.AccountView;
import io.sluice.view.CatalogView;
import io.sluice.view.JobView;
import io.sluice.view.OperationView;
import io.sluice.watch.Reachability;
import java.time.Clock;

/// All that the API works with. It closes none of it.
///
/// @param pending      must be told every outcome
/// @param admission    turns uploads away when there are too many
/// @param converted    must be told every outcome
/// @param imageCheck   identifies the files of a form
/// @param precedence   of organizations in this process
/// @param reachability whether Kafka answers
/// @param storeReachability whether the object store answers
/// @param viewAge      how old the views are
record ApiDependencies(
        ObjectStore store,
        Publisher publisher,
        CatalogView images,
        AccountView accounts,
        OperationView operations,
        JobView jobs,
        PendingOutcomes pending,
        Admission admission,
        ConvertedPixels converted,
        ImageCheck imageCheck,
        Precedence precedence,
        PrometheusMeterRegistry registry,
        Reachability reachability,
        Reachability storeReachability,
        ViewAge viewAge,
        Clock clock) {}
