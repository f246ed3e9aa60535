package io.sluice.webhook;

import io.micrometer.core.instrument.MeterRegistry;

/// The metrics of webhook deliveries.
final class WebhookMetrics {

    /// Counter, by `outcome` (`taken`, `failed`, `given-up`, `dropped`): finished attempts.
    static final String DELIVERIES = "sluice.webhooks.deliveries";

    private final MeterRegistry registry;

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void taken() {
        count("taken");
    }

    /// Counts a failed attempt, which is repeated later.
    void failed() {
        count("failed");
    }

    void givenUp() {
        count("given-up");
    }

    /// Counts a message whose webhook was removed.
    void dropped() {
        count("dropped");
    }

    private void count(String outcome) {
        registry.counter(DELIVERIES, "outcome", outcome).increment();
    }
}
