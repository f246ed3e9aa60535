/// `sluice bench fair`: the effect of the load of one organization on another. Start with
/// [io.sluice.lab.bench.fair.BenchFairCommand].
@NullMarked
package io.sluice.lab.bench.fair;

import org.jspecify.annotations.NullMarked;
