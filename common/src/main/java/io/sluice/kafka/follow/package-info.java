/// Reading a topic from a position to its end and beyond: [io.sluice.kafka.follow.TopicFollower].
@NullMarked
package io.sluice.kafka.follow;

import org.jspecify.annotations.NullMarked;
