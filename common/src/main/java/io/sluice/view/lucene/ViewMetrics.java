package io.sluice.view.lucene;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.sluice.kafka.follow.TopicFollower;
import io.sluice.view.follow.FollowingView;
import java.util.concurrent.TimeUnit;

/// The metrics of the views.
public final class ViewMetrics {

    /// Tag: name of the view.
    public static final String VIEW = "view";

    /// Counter: records applied.
    public static final String RECORDS = "sluice.view.records";

    /// Timer, seconds: refreshing the index.
    public static final String REFRESHES = "sluice.view.refresh";

    /// Gauge: 1 when the view has caught up and follows, otherwise 0.
    public static final String CAUGHT_UP = "sluice.view.caught.up";

    /// Gauge: records on the topics that the view has not read yet; of the catalog's view these are
    /// revisions.
    static final String LAG = "sluice.view.lag";

    /// Gauge, seconds: time from the publication of the newest record to its presence in the view.
    static final String DELAY = "sluice.view.delay";

    private ViewMetrics() {}

    /// Registers the metrics of a view that follows topics.
    static void register(MeterRegistry meters, String name, FollowingView view, TopicFollower follower) {
        Gauge.builder(CAUGHT_UP, view, it -> it.caughtUp() ? 1 : 0)
                .tag(VIEW, name)
                .register(meters);
        Gauge.builder(LAG, follower, TopicFollower::lag).tag(VIEW, name).register(meters);
        TimeGauge.builder(
                        DELAY, follower, TimeUnit.MILLISECONDS, it -> it.delay().toMillis())
                .tag(VIEW, name)
                .register(meters);
    }
}
