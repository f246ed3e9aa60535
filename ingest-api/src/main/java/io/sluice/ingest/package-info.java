/// HTTP in, commands out: [io.sluice.ingest.IngestApi] starts the REST API and wires its features, of which each
/// has a package of its own. Nothing here decides about images or accounts; that is for whoever reads the commands.
@NullMarked
package io.sluice.ingest;

import org.jspecify.annotations.NullMarked;
