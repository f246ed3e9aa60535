/// The faults and their times: [io.sluice.lab.storm.fault.Schedule] is drawn from a seed,
/// [io.sluice.lab.storm.fault.Saboteur] executes it on a cluster.
@NullMarked
package io.sluice.lab.storm.fault;

import org.jspecify.annotations.NullMarked;
