/// Work queues: topics that are read by the workers of a share group, with their dead letters
/// ([io.sluice.queue.WorkerDeadLetters]), the publication of records that must not be lost
/// ([io.sluice.queue.RetryingPublisher]), and the delays between attempts.
@NullMarked
package io.sluice.queue;

import org.jspecify.annotations.NullMarked;
