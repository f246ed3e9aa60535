/// The end of a process: [io.sluice.watch.exit.ExitCode] lists the exit codes,
/// [io.sluice.watch.exit.StopDeadline] limits the time of a stop, and [io.sluice.watch.exit.MemoryWatch] ends
/// a process that is out of memory, and logs before that what fills the heap.
@NullMarked
package io.sluice.watch.exit;

import org.jspecify.annotations.NullMarked;
