package io.sluice.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;

/// What the catalog measures.
final class CatalogMetrics {

    /// Timer; tags `outcome` (created, merged, signed-up, rejected) and `reason` (a rejection's code, or none).
    static final String DECISIONS = "sluice.catalog.decisions";

    /// Counter; tag `reason`.
    static final String DEAD_LETTERS = "sluice.catalog.dead.letters";

    private final MeterRegistry registry;

    CatalogMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    void decided(Timer.Sample sample, Outcome outcome) {
        var timer = switch (outcome) {
            case Outcome.Registered registered -> timer(registered.created() ? "created" : "merged", "none");
            case Outcome.SignedUp _ -> timer("signed-up", "none");
            case Outcome.Rejected rejected ->
                timer("rejected", rejected.reason().code());
        };
        sample.stop(timer);
    }

    void buried(Rejection reason) {
        registry.counter(DEAD_LETTERS, "reason", reason.code()).increment();
    }

    private Timer timer(String outcome, String reason) {
        return registry.timer(DECISIONS, "outcome", outcome, "reason", reason);
    }
}
