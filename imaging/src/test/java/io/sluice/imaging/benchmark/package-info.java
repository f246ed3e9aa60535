/// What the benchmarks of the imaging packages work on. They lie beside what they measure, as `*Benchmark`; see
/// `docs/imaging.md` for how to run them.
@NullMarked
package io.sluice.imaging.benchmark;

import org.jspecify.annotations.NullMarked;
