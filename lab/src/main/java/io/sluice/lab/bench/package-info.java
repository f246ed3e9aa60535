/// The command `sluice bench`: the speed of the pipeline, compared with that of its object store alone. Start
/// with [io.sluice.lab.bench.BenchIngestCommand] or [io.sluice.lab.bench.BenchCopyCommand].
@NullMarked
package io.sluice.lab.bench;

import org.jspecify.annotations.NullMarked;
