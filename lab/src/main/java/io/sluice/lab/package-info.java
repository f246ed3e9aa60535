/// Fault injection and benchmarks, which are built and tested with all other modules but are not part of the
/// container images. [io.sluice.lab.LabCommands] adds the commands to `./sluice`.
@NullMarked
package io.sluice.lab;

import org.jspecify.annotations.NullMarked;
