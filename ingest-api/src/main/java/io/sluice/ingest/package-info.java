/// The REST API: [io.sluice.ingest.IngestApi] composes its features, each of which has a package with a
/// [io.sluice.ingest.route.RouteTable]. It converts HTTP requests to commands; the consumers of the
/// commands decide about images and accounts.
@NullMarked
package io.sluice.ingest;

import org.jspecify.annotations.NullMarked;
