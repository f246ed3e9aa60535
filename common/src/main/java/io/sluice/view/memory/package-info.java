/// Views in memory, rebuilt at each start: accounts ([io.sluice.view.memory.MemoryAccountView]) and jobs
/// ([io.sluice.view.memory.MemoryJobView]).
@NullMarked
package io.sluice.view.memory;

import org.jspecify.annotations.NullMarked;
