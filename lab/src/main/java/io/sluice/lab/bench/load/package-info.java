/// The load of a benchmark: calls from several threads ([io.sluice.lab.bench.load.Load]), uploads over a
/// connection that costs little ([io.sluice.lab.bench.load.UploadConnection]), and their times
/// ([io.sluice.lab.bench.load.Measurement]).
@NullMarked
package io.sluice.lab.bench.load;

import org.jspecify.annotations.NullMarked;
