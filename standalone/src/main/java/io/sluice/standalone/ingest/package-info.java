/// The command `sluice ingest`: uploads of many files. [io.sluice.standalone.ingest.BulkIngest] is the main
/// loop; [io.sluice.standalone.ingest.Checkpoint] records completed items, so that a run can be interrupted
/// at any time.
@NullMarked
package io.sluice.standalone.ingest;

import org.jspecify.annotations.NullMarked;
