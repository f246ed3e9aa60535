package io.sluice.view;

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

    private ViewMetrics() {}
}
