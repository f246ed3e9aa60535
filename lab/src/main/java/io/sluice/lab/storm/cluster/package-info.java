/// The processes of a storm on this machine, the connections between them, and the object store they share.
/// Start with [io.sluice.lab.storm.cluster.Cluster].
@NullMarked
package io.sluice.lab.storm.cluster;

import org.jspecify.annotations.NullMarked;
