/// What goes wrong when: [io.sluice.lab.storm.fault.Schedule] is drawn from a seed,
/// [io.sluice.lab.storm.fault.Saboteur] carries it out on a cluster.
@NullMarked
package io.sluice.lab.storm.fault;

import org.jspecify.annotations.NullMarked;
