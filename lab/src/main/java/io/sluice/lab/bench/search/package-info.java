/// The measurement of searches, [io.sluice.lab.bench.search.BenchSearchCommand].
@NullMarked
package io.sluice.lab.bench.search;

import org.jspecify.annotations.NullMarked;
