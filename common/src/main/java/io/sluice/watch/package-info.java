/// Detection of hangs. Each loop of a process has a [io.sluice.watch.Heartbeat], [io.sluice.watch.Heartbeats]
/// contains all of them, and the [io.sluice.watch.Watchdog] kicks loops that hang and ends the process if
/// that does not help. [io.sluice.watch.Reachability] reports whether the Kafka cluster answers.
@NullMarked
package io.sluice.watch;

import org.jspecify.annotations.NullMarked;
