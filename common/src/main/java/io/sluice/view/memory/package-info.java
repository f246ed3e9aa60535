/// Views in memory, rebuilt at each start: accounts ([io.sluice.view.memory.MemoryAccountView]), jobs
/// ([io.sluice.view.memory.MemoryJobView]), usage by day, messages to webhooks, and counts of dead letters.
@NullMarked
package io.sluice.view.memory;

import org.jspecify.annotations.NullMarked;
