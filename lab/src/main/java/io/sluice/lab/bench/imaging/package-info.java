/// The command `sluice bench imaging`: our conversion compared with other programs, on the same generated
/// files. Start with [io.sluice.lab.bench.imaging.BenchImagingCommand].
@NullMarked
package io.sluice.lab.bench.imaging;

import org.jspecify.annotations.NullMarked;
