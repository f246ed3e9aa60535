/// The route table: each feature has a [io.sluice.ingest.route.RouteTable] with one
/// [io.sluice.ingest.route.Route] a line, and [io.sluice.ingest.route.RouteIndex] lists all of them.
@NullMarked
package io.sluice.ingest.route;

import org.jspecify.annotations.NullMarked;
