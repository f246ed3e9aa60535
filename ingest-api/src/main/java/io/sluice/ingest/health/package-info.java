/// What the API measures ([io.sluice.ingest.health.ApiMetrics]) and where it is read
/// ([io.sluice.ingest.health.MetricsRoute]).
@NullMarked
package io.sluice.ingest.health;

import org.jspecify.annotations.NullMarked;
