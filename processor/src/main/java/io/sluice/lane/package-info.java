/// Lanes: kinds of work with threads of their own, each of which serves organizations in turn.
/// [io.sluice.lane.FairQueue] decides whose turn it is, [io.sluice.lane.Cost] by how much a turn counts, and
/// [io.sluice.lane.Lane] runs the tasks. Knows nothing of Kafka or of uploads.
@NullMarked
package io.sluice.lane;

import org.jspecify.annotations.NullMarked;
