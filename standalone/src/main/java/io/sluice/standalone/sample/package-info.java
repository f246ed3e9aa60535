/// Images made on the spot, for the demonstration, the first upload and the benchmark: start with
/// [io.sluice.standalone.sample.Samples].
@NullMarked
package io.sluice.standalone.sample;

import org.jspecify.annotations.NullMarked;
