/// Parts of topologies: sources and sinks, records with trace contexts, timers, and
/// [io.sluice.streams.topology.DeadLetters] for records that cannot be processed.
@NullMarked
package io.sluice.streams.topology;

import org.jspecify.annotations.NullMarked;
