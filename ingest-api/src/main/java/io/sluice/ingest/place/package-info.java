/// The sharing of the places of a node between organizations, and the minimum rate of clients that hold
/// one. [io.sluice.ingest.place.Places] and [io.sluice.ingest.place.ClientPace] decide; the other types
/// apply their decisions to requests.
@NullMarked
package io.sluice.ingest.place;

import org.jspecify.annotations.NullMarked;
