/// Metrics of the API ([io.sluice.ingest.health.ApiMetrics]) and their route
/// ([io.sluice.ingest.health.MetricsRoute]).
@NullMarked
package io.sluice.ingest.health;

import org.jspecify.annotations.NullMarked;
