/// Lanes: kinds of work with their own threads, each of which serves organizations in turn.
/// [io.sluice.lane.FairQueue] decides which organization is next, [io.sluice.lane.Cost] defines the cost of a
/// turn, [io.sluice.lane.Turnstile] delays organizations with much work, and [io.sluice.lane.Lane] runs the
/// tasks. Independent of Kafka and of uploads.
@NullMarked
package io.sluice.lane;

import org.jspecify.annotations.NullMarked;
