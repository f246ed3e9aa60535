/// Records that end the process. [io.sluice.poison.InWorkMarks] stores the positions of records in work so
/// that they survive the process, and [io.sluice.poison.Suspects] decides at the next start how to process
/// them.
@NullMarked
package io.sluice.poison;

import org.jspecify.annotations.NullMarked;
