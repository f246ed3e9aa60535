/// The records of the copier's topics: commands become jobs, jobs are cut into slices, and results close
/// them.
@NullMarked
package io.sluice.copier.command;

import org.jspecify.annotations.NullMarked;
