/// What operators ask: is it alive, is it ready, how is it doing ([io.sluice.ingest.health.HealthRoutes]).
@NullMarked
package io.sluice.ingest.health;

import org.jspecify.annotations.NullMarked;
