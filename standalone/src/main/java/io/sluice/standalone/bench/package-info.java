/// `sluice bench`: how fast the pipeline is, compared with its own object store alone. Start with
/// [io.sluice.standalone.bench.BenchIngestCommand] or [io.sluice.standalone.bench.BenchCopyCommand].
@NullMarked
package io.sluice.standalone.bench;

import org.jspecify.annotations.NullMarked;
