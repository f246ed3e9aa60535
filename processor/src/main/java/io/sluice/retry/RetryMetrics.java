package io.sluice.retry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What the retry schedule measures.
final class RetryMetrics {

    /// Counter of commands that began to wait.
    static final String SCHEDULED = "sluice.retries.scheduled";

    /// Counter of commands that were put back.
    static final String PUBLISHED = "sluice.retries.published";

    /// Counter of records that were no retries.
    static final String DEAD_LETTERS = "sluice.retries.dead.letters";

    private final Counter scheduled;
    private final Counter published;
    private final Counter buried;

    RetryMetrics(MeterRegistry registry) {
        scheduled = registry.counter(SCHEDULED);
        published = registry.counter(PUBLISHED);
        buried = registry.counter(DEAD_LETTERS);
    }

    void scheduled() {
        scheduled.increment();
    }

    void published() {
        published.increment();
    }

    void buried() {
        buried.increment();
    }
}
