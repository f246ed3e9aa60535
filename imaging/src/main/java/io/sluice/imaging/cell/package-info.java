/// Child processes ("cells") in which conversions run, so that a hostile file can neither crash, block nor
/// read anything of the process that received it. Start with [io.sluice.imaging.cell.Optimizer]. Called by
/// the upload workers and the command line.
@NullMarked
package io.sluice.imaging.cell;

import org.jspecify.annotations.NullMarked;
