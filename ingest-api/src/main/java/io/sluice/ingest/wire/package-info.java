/// The JSON that clients see: [io.sluice.json.ImageJson] writes images, [io.sluice.ingest.wire.Problem]
/// errors, and [io.sluice.ingest.wire.Answer] puts both on the wire the one right way.
@NullMarked
package io.sluice.ingest.wire;

import org.jspecify.annotations.NullMarked;
