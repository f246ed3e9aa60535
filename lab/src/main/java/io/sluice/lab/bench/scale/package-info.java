/// The benchmark of growth ([io.sluice.lab.bench.scale.BenchScaleCommand]): the same figures of servers with
/// ever more images, side by side.
@NullMarked
package io.sluice.lab.bench.scale;

import org.jspecify.annotations.NullMarked;
