package io.sluice.view;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.sluice.kafka.TopicFollower;
import java.util.concurrent.TimeUnit;

/// The metrics of the views.
final class ViewMetrics {

    /// Tag: which view.
    static final String VIEW = "view";

    /// Counter: records applied.
    static final String RECORDS = "sluice.view.records";

    /// Timer, seconds: making the index show what was applied.
    static final String REFRESHES = "sluice.view.refresh";

    /// Gauge: 1 when the view has caught up and follows on, else 0.
    static final String CAUGHT_UP = "sluice.view.caught.up";

    /// Gauge: records on the topics that the view has not taken yet; of the catalog's view these are revisions.
    static final String LAG = "sluice.view.lag";

    /// Gauge, seconds: how long the newest record took from its topic into the view.
    static final String DELAY = "sluice.view.delay";

    private ViewMetrics() {}

    /// Registers what every view that follows topics measures.
    static void register(MeterRegistry meters, String view, TopicFollower follower) {
        Gauge.builder(LAG, follower, TopicFollower::lag).tag(VIEW, view).register(meters);
        TimeGauge.builder(
                        DELAY, follower, TimeUnit.MILLISECONDS, it -> it.delay().toMillis())
                .tag(VIEW, view)
                .register(meters);
    }
}
