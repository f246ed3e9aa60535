/// Signs of life: each loop of a process has a [io.sluice.watch.Heartbeat], all of them are in
/// [io.sluice.watch.Heartbeats], and a watchdog acts on those that stand still. Whether the Kafka cluster answers is
/// known to [io.sluice.watch.KafkaReachability].
@NullMarked
package io.sluice.watch;

import org.jspecify.annotations.NullMarked;
