/// `sluice ingest`: many files at once. [io.sluice.standalone.ingest.BulkIngest] is the loop; what it finished is in a
/// [io.sluice.standalone.ingest.Checkpoint], so that it can be interrupted at any time.
@NullMarked
package io.sluice.standalone.ingest;

import org.jspecify.annotations.NullMarked;
