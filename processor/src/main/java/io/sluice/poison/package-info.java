/// Records that take the process down. [io.sluice.poison.InWorkMarks] keeps which records are in work where it
/// survives the process, [io.sluice.poison.Suspects] decides at the next start what is done with those.
@NullMarked
package io.sluice.poison;

import org.jspecify.annotations.NullMarked;
