/// `sluice bench imaging`: our conversion beside other programs, on the same generated files. Start with
/// [io.sluice.lab.bench.imaging.BenchImagingCommand].
@NullMarked
package io.sluice.lab.bench.imaging;

import org.jspecify.annotations.NullMarked;
