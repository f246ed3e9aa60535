package io.sluice.retry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// The metrics of the retry schedule.
final class RetryMetrics {

    /// Counter: scheduled retries.
    static final String SCHEDULED = "sluice.retries.scheduled";

    /// Counter: commands that were published again.
    static final String PUBLISHED = "sluice.retries.published";

    /// Counter: malformed retries.
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
