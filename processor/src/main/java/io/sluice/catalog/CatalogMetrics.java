package io.sluice.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sluice.command.Outcome;
import io.sluice.command.Rejection;
import io.sluice.trace.Spans;

/// The metrics of the catalog.
final class CatalogMetrics {

    /// Timer; tags `outcome` (created, merged, changed, copied, deleted, purged, signed-up, account,
    /// rejected) and `reason` (a rejection's code, or none).
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

    /// Records a decision, also in its trace.
    void decided(Timer.Sample sample, Outcome outcome) {
        var timer = switch (outcome) {
            case Outcome.Registered registered -> timer(registered.created() ? "created" : "merged", "none");
            case Outcome.Changed _ -> timer("changed", "none");
            case Outcome.Copied _ -> timer("copied", "none");
            case Outcome.Deleted _ -> timer("deleted", "none");
            case Outcome.Purged _ -> timer("purged", "none");
            case Outcome.SignedUp _ -> timer("signed-up", "none");
            case Outcome.OrganizationCreated _,
                    Outcome.MembershipChanged _,
                    Outcome.ApiKeysChanged _,
                    Outcome.LimitsChanged _,
                    Outcome.WebhookChanged _ -> timer("account", "none");
            case Outcome.Rejected rejected -> {
                Spans.attribute("sluice.reason", rejected.reason().code());
                yield timer("rejected", rejected.reason().code());
            }
        };
        sample.stop(timer);
    }

    void deadLettered(Rejection reason) {
        registry.counter(DEAD_LETTERS, "reason", reason.code()).increment();
    }

    private Timer timer(String outcome, String reason) {
        Spans.attribute("sluice.outcome", outcome);
        return registry.timer(DECISIONS, "outcome", outcome, "reason", reason);
    }
}
