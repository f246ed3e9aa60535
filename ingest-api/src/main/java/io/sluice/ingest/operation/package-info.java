/// The state of accepted requests: [io.sluice.ingest.operation.PendingOutcomes] makes a request wait for its
/// outcome, [io.sluice.ingest.operation.OperationRoutes] serves later queries.
@NullMarked
package io.sluice.ingest.operation;

import org.jspecify.annotations.NullMarked;
