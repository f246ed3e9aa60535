package io.sluice.dispatch;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.lane.LaneName;

/// The metrics of a dispatcher.
final class DispatchMetrics {

    /// Gauge, by `lane` and `class` (`normal`, `bulk`): records in the window that wait for a thread.
    static final String WAITING = "sluice.worker.waiting";
    /// Gauge: millions of pixels of the images that wait for a conversion.
    static final String WAITING_MEGAPIXELS = "sluice.worker.waiting.megapixels";
    /// Gauge in seconds, by `lane`: longest time that an organization has waited for its turn.
    static final String TURN = "sluice.worker.turn";
    /// Gauge: records that were read and wait on the topic, because their organization has many in the
    /// window.
    static final String SPILLED = "sluice.worker.spilled";
    /// Gauge: records in the window.
    static final String HELD = "sluice.worker.held";
    /// Gauge, by `lane`: threads that are working on a record.
    static final String BUSY = "sluice.worker.busy";
    /// Gauge, by `lane`: threads that are alive.
    static final String ALIVE = "sluice.worker.alive";

    private DispatchMetrics() {}

    static void register(MeterRegistry registry, Lanes lanes, RecordReader reader) {
        for (var lane : lanes.all()) {
            var name = lane.name().toString();
            for (var bulk : new boolean[] {false, true}) {
                Gauge.builder(WAITING, lane, it -> it.waiting(bulk))
                        .tag("lane", name)
                        .tag("class", bulk ? "bulk" : "normal")
                        .register(registry);
            }
            if (lane.name() == LaneName.CONVERT) { // the others do not know the images yet
                Gauge.builder(WAITING_MEGAPIXELS, lane, it -> it.waitingPixels() / 1e6)
                        .register(registry);
            }
            Gauge.builder(TURN, lane, it -> it.longestWait().toMillis() / 1e3)
                    .tag("lane", name)
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder(BUSY, lane, it -> it.running()).tag("lane", name).register(registry);
            Gauge.builder(ALIVE, lane, it -> it.alive()).tag("lane", name).register(registry);
        }
        Gauge.builder(SPILLED, reader, it -> it.figures().spilled()).register(registry);
        Gauge.builder(HELD, reader, it -> it.figures().held()).register(registry);
    }
}
