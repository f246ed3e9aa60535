/// What became of accepted requests: [io.sluice.ingest.operation.PendingOutcomes] lets a request wait for its
/// outcome, [io.sluice.ingest.operation.OperationRoutes] answers those who ask later.
@NullMarked
package io.sluice.ingest.operation;

import org.jspecify.annotations.NullMarked;
