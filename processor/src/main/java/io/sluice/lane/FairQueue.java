package io.sluice.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A queue whose items are taken in turn by tenant (start-time fair queueing). Not thread-safe.
///
/// Each tenant has a virtual time, which advances by the cost of its work: by [#ESTIMATE] when an item is
/// taken, by the rest once its cost is known. The tenant with the least virtual time is next. A tenant that
/// did not wait begins at the virtual time of the queue, which is that of the tenant served last, so that
/// turns cannot be saved. The time since a tenant was served last counts in its favour ([#AGING]), so that
/// no tenant waits for ever, not even behind an endless sequence of new tenants. Items of the lowest class
/// are taken when no others wait, and once in [#BULK_TURN] turns.
public final class FairQueue<T> {

    /// Cost of an item in seconds, before it is known.
    static final double ESTIMATE = 0.02;

    /// Advantage of a tenant for each second of waiting, in seconds of cost.
    static final double AGING = 0.1;

    /// Maximum lead of a tenant over the queue, in seconds of cost. Use beyond it is not counted.
    static final double LONGEST_LEAD = 60;

    /// Number of turns of which the lowest class has at least one.
    static final int BULK_TURN = 16;

    private static final double NANOS = 1e9;

    /// Number of tenants from which on those without a lead are removed.
    private static final int MANY = 1_000;

    private final Turns<T> normal = new Turns<>();
    private final Turns<T> bulk = new Turns<>();
    private int turnsWithoutBulk;

    /// The waiting items of one tenant in one class.
    private static final class Line<T> {
        private final Deque<T> waiting = new ArrayDeque<>();
        private double virtualTime;
        private int running;

        /// Time when it was served last or began to wait, whichever is later.
        private long since;

        Line(double virtualTime) {
            this.virtualTime = virtualTime;
        }

        boolean isIdle() {
            return waiting.isEmpty() && running == 0;
        }
    }

    /// The tenants of one class.
    private static final class Turns<T> {
        private final Map<String, Line<T>> lines = new HashMap<>();
        private double virtualTime;
        private int waiting;
        private int running;

        void add(String tenant, T item, long now) {
            if (lines.size() >= MANY) {
                lines.values().removeIf(line -> line.isIdle() && line.virtualTime <= virtualTime);
            }
            var line = lines.computeIfAbsent(tenant, _ -> new Line<>(virtualTime));
            if (line.waiting.isEmpty()) {
                line.virtualTime = Math.max(line.virtualTime, virtualTime);
                line.since = now;
            }
            line.waiting.add(item);
            waiting++;
        }

        @Nullable
        T poll(Predicate<String> tenants, Predicate<T> items, long now) {
            Line<T> next = null;
            for (var entry : lines.entrySet()) {
                var line = entry.getValue();
                if (!line.waiting.isEmpty()
                        && (next == null || isBefore(line, next, now))
                        && tenants.test(entry.getKey())
                        && line.waiting.stream().anyMatch(items)) {
                    next = line;
                }
            }
            return next == null ? null : take(next, items, now);
        }

        private static boolean isBefore(Line<?> one, Line<?> other, long now) {
            var difference = rank(one, now) - rank(other, now);
            return difference < 0 || (difference == 0 && one.since - other.since < 0);
        }

        private static double rank(Line<?> line, long now) {
            return line.virtualTime - AGING * (now - line.since) / NANOS;
        }

        private @Nullable T take(Line<T> line, Predicate<T> items, long now) {
            for (Iterator<T> candidates = line.waiting.iterator(); candidates.hasNext(); ) {
                var item = candidates.next();
                if (items.test(item)) {
                    candidates.remove();
                    waiting--;
                    running++;
                    line.running++;
                    line.since = now;
                    virtualTime = Math.max(virtualTime, line.virtualTime);
                    line.virtualTime += ESTIMATE;
                    return item;
                }
            }
            return null;
        }

        void done(String tenant, double cost) {
            var line = lines.get(tenant);
            if (line == null) {
                throw new IllegalStateException("no item of " + tenant + " has been taken");
            }
            running--;
            line.running--;
            line.virtualTime = Math.min(line.virtualTime + cost - ESTIMATE, virtualTime + LONGEST_LEAD);
            if (waiting == 0 && running == 0) {
                lines.clear();
                virtualTime = 0;
            } else if (line.isIdle() && line.virtualTime <= virtualTime) {
                lines.remove(tenant);
            }
        }

        void removeIf(Predicate<T> items) {
            for (var line : lines.values()) {
                var before = line.waiting.size();
                line.waiting.removeIf(items);
                waiting -= before - line.waiting.size();
            }
            lines.values().removeIf(line -> line.isIdle() && line.virtualTime <= virtualTime);
        }
    }

    /// Adds an item of a flow.
    ///
    /// @param now of the monotonic clock, in nanoseconds
    public void add(Flow flow, T item, long now) {
        turns(flow.bulk()).add(flow.tenant(), item, now);
    }

    /// Takes the next item; null when none may be taken. The caller calls [#done] for it later.
    ///
    /// @param tenants whether a tenant may have a turn now
    /// @param items   whether an item may be taken now
    public @Nullable T poll(Predicate<String> tenants, Predicate<T> items, long now) {
        var bulkFirst = bulk.waiting > 0 && turnsWithoutBulk >= BULK_TURN - 1;
        var first = (bulkFirst ? bulk : normal).poll(tenants, items, now);
        if (first != null) {
            turnsWithoutBulk = bulkFirst ? 0 : turnsWithoutBulk + 1;
            return first;
        }
        var second = (bulkFirst ? normal : bulk).poll(tenants, items, now);
        if (second != null && !bulkFirst) {
            turnsWithoutBulk = 0;
        }
        return second;
    }

    /// Records that the work on an item of `flow` has ended, with its cost in seconds.
    public void done(Flow flow, double cost) {
        turns(flow.bulk()).done(flow.tenant(), cost);
    }

    /// Returns the number of waiting items of a class.
    public int waiting(boolean ofBulk) {
        return turns(ofBulk).waiting;
    }

    /// Returns the sum of a quantity of all waiting items.
    public long sum(ToLongFunction<T> quantity) {
        return Stream.of(normal, bulk)
                .flatMap(turns -> turns.lines.values().stream())
                .flatMap(line -> line.waiting.stream())
                .mapToLong(quantity)
                .sum();
    }

    /// Returns waiting items that are likely to be taken next: the first ones of all tenants, then the second
    /// ones, and so on.
    ///
    /// @param limit maximum number of items
    List<T> first(int limit) {
        var lines = Stream.of(normal, bulk)
                .flatMap(turns -> turns.lines.values().stream())
                .map(line -> line.waiting.iterator())
                .collect(Collectors.toCollection(ArrayDeque::new));
        var first = new ArrayList<T>();
        while (first.size() < limit && !lines.isEmpty()) {
            var line = lines.remove();
            if (line.hasNext()) {
                first.add(line.next());
                lines.add(line);
            }
        }
        return first;
    }

    /// Returns the longest time that a tenant with waiting items of the upper class has had no turn, in
    /// nanoseconds.
    public long longestWait(long now) {
        return normal.lines.values().stream()
                .filter(line -> !line.waiting.isEmpty())
                .mapToLong(line -> now - line.since)
                .max()
                .orElse(0);
    }

    /// Removes matching items that wait, such as those whose records were assigned to another node.
    public void removeIf(Predicate<T> items) {
        normal.removeIf(items);
        bulk.removeIf(items);
    }

    private Turns<T> turns(boolean ofBulk) {
        return ofBulk ? bulk : normal;
    }
}
