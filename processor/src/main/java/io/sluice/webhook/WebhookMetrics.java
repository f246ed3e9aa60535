package io.sluice.webhook;

import io.micrometer.core.instrument.MeterRegistry;

/// What telling webhooks is measured by.
final class WebhookMetrics {

    /// Counter, by `outcome` (`taken`, `failed`, `given-up`, `dropped`): attempts that came to an end.
    static final String DELIVERIES = "sluice.webhooks.deliveries";

    private final MeterRegistry registry;

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void taken() {
        count("taken");
    }

    /// It will be tried again.
    void failed() {
        count("failed");
    }

    void givenUp() {
        count("given-up");
    }

    /// There is no webhook any more.
    void dropped() {
        count("dropped");
    }

    private void count(String outcome) {
        registry.counter(DELIVERIES, "outcome", outcome).increment();
    }
}
