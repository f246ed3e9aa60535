/// What the workers of a queue have in common, a queue being a topic that a share group reads: how records are given up
/// ([io.sluice.queue.WorkerDeadLetters]), how something is published that must not be lost
/// ([io.sluice.queue.RetryingPublisher]), and how long to wait before the next try.
@NullMarked
package io.sluice.queue;

import org.jspecify.annotations.NullMarked;
