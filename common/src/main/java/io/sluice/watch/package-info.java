/// Signs of life, and what happens without them. Each loop of a process has a [io.sluice.watch.Heartbeat], all of them
/// are in [io.sluice.watch.Heartbeats], and the [io.sluice.watch.Watchdog] kicks those that stand still and ends the
/// process if that does not help. [io.sluice.watch.StopDeadline] bounds the end of every process,
/// [io.sluice.watch.ExitCode] lists how it can end. Whether the Kafka cluster answers is known to
/// [io.sluice.watch.Reachability].
@NullMarked
package io.sluice.watch;

import org.jspecify.annotations.NullMarked;
