/// How the places of a node are shared between organizations, and how fast a client that holds one has to be.
/// Start with [io.sluice.ingest.place.Places] and [io.sluice.ingest.place.ClientPace], which decide; the rest
/// applies their decisions to requests.
@NullMarked
package io.sluice.ingest.place;

import org.jspecify.annotations.NullMarked;
