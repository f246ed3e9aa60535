/// The HTTP responses: [io.sluice.json.ImageJson] writes images, [io.sluice.ingest.wire.Problem] errors, and
/// [io.sluice.ingest.wire.Answer] sends both.
@NullMarked
package io.sluice.ingest.wire;

import org.jspecify.annotations.NullMarked;
