/// `sluice bench fair`: what one organization notices of another. Start with
/// [io.sluice.lab.bench.fair.BenchFairCommand].
@NullMarked
package io.sluice.lab.bench.fair;

import org.jspecify.annotations.NullMarked;
