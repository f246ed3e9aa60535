/// The HTTP server in front of the API: [io.sluice.ingest.door.FrontDoor] listens from the start of the
/// process to its end, answers health requests, passes all other requests to the API, and answers in its
/// place when it makes no progress.
@NullMarked
package io.sluice.ingest.door;

import org.jspecify.annotations.NullMarked;
