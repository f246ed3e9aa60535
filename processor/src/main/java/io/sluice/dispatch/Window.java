package io.sluice.dispatch;

import io.sluice.lane.Flow;
import java.util.HashMap;
import java.util.Map;

/// The records in memory, counted by flow. No flow has more than its part, and a flow with few records always
/// has room. Not thread-safe.
final class Window {

    /// Number of records that a flow may hold even when the window is full.
    static final int LEAST = 8;

    private final int maxRecords;
    private final long maxBytes;
    private final Map<Flow, Use> uses = new HashMap<>();
    private int records;
    private long bytes;

    private record Use(int records, long bytes) {

        static final Use NONE = new Use(0, 0);

        Use with(int more, long moreBytes) {
            return new Use(records + more, bytes + moreBytes);
        }
    }

    /// @param maxRecords maximum records of all flows, besides the few that each flow may always have
    /// @param maxBytes   maximum bytes, likewise; twice as many are never exceeded
    Window(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /// Returns whether there is room for a record of `flow`.
    boolean admits(Flow flow, long size) {
        var use = use(flow);
        if (use.records < LEAST) {
            return records < 2 * maxRecords && bytes + size <= 2 * maxBytes;
        }
        return records < maxRecords
                && bytes + size <= maxBytes
                && use.records < maxRecords / parts()
                && use.bytes + size <= maxBytes / parts();
    }

    /// Returns whether more records of `flow` should be read: it holds less than half of its part.
    boolean wants(Flow flow) {
        var use = use(flow);
        return use.records < LEAST / 2
                || (use.records < maxRecords / parts() / 2
                        && use.bytes < maxBytes / parts() / 2
                        && records < maxRecords);
    }

    /// Returns one part more than there are flows, so that a new flow has room.
    private int parts() {
        return uses.size() + 1;
    }

    void add(Flow flow, long size) {
        change(flow, 1, size);
    }

    void remove(Flow flow, long size) {
        change(flow, -1, -size);
    }

    private void change(Flow flow, int more, long moreBytes) {
        records += more;
        bytes += moreBytes;
        var use = use(flow).with(more, moreBytes);
        if (use.records == 0) {
            uses.remove(flow);
        } else {
            uses.put(flow, use);
        }
    }

    private Use use(Flow flow) {
        return uses.getOrDefault(flow, Use.NONE);
    }

    int records(Flow flow) {
        return use(flow).records;
    }

    int records() {
        return records;
    }
}
