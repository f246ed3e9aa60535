/// `sluice bench`: how fast the pipeline is, compared with its own object store alone. Start with
/// [io.sluice.lab.bench.BenchIngestCommand] or [io.sluice.lab.bench.BenchCopyCommand].
@NullMarked
package io.sluice.lab.bench;

import org.jspecify.annotations.NullMarked;
