/// The names of the API's metrics.
@NullMarked
package io.sluice.ingest.health;

import org.jspecify.annotations.NullMarked;
