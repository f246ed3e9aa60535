/// What waits for the workers: [io.sluice.ingest.queue.QueueRoute] shows it by organization.
@NullMarked
package io.sluice.ingest.queue;

import org.jspecify.annotations.NullMarked;
