/// Rejected operations that are tried again: [io.sluice.ingest.replay.Replayer] one by one, a
/// [io.sluice.ingest.replay.ReplayJobs] many.
@NullMarked
package io.sluice.ingest.replay;

import org.jspecify.annotations.NullMarked;
