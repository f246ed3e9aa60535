package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairQueueTest {

    private static final long SECOND = 1_000_000_000;

    private final FairQueue<Item> queue = new FairQueue<>();

    /// An item whose work takes some seconds.
    private record Item(Flow flow, double seconds, long added) {}

    @Test
    void servesATenantInTheOrderOfItsItems() {
        for (var number = 0; number < 5; number++) {
            queue.add(flow("a"), new Item(flow("a"), number, 0), 0);
        }

        assertThat(served(5)).extracting(Item::seconds).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
    }

    @Test
    void skipsItemsThatMayNotBeTakenNow() {
        queue.add(flow("a"), new Item(flow("a"), 1, 0), 0);
        queue.add(flow("a"), new Item(flow("a"), 2, 0), 0);
        queue.add(flow("b"), new Item(flow("b"), 3, 0), 0);

        assertThat(queue.poll(tenant -> !tenant.equals("b"), item -> item.seconds != 1, 0))
                .extracting(Item::seconds)
                .isEqualTo(2.0);
        assertThat(queue.poll(tenant -> !tenant.equals("b"), item -> item.seconds != 1, 0))
                .isNull();
        assertThat(queue.waiting(false)).isEqualTo(2);
    }

    /// However many records one of them has, and whatever each costs.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void givesTenantsWithEqualDemandEqualService(long seed) {
        var random = new Random(seed);
        var workers = 1 + random.nextInt(8);
        var few = 2 + random.nextInt(3);
        var simulation = new Simulation(workers);
        for (var tenant = 0; tenant < few; tenant++) {
            var name = "t" + tenant;
            var longest = 0.01 + random.nextDouble() * 3;
            // the first one has published all at once, others publish as they are served
            simulation.load(name, tenant == 0 ? 5_000 : 2 * workers, () -> random.nextDouble() * longest);
        }

        var used = simulation.run(600);

        var total = used.values().stream().mapToDouble(Double::doubleValue).sum();
        assertThat(total).isGreaterThan(600 * workers * 0.95);
        assertThat(used).hasSize(few);
        assertThat(used.values()).allSatisfy(one -> assertThat(one).isCloseTo(total / few, within(total / few * 0.25)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void servesALateTenantAsSoonAsAWorkerIsFree(int workers) {
        var simulation = new Simulation(workers);
        simulation.load("flood", 5_000, () -> 2.0);
        simulation.run(100);

        simulation.add("late", 0.1);

        assertThat(simulation.untilServed("late")).isLessThanOrEqualTo(2.0);
    }

    /// Not even a tenant that has used much before, while new tenants come without end.
    @Test
    void servesEveryTenantEventually() {
        var simulation = new Simulation(1);
        simulation.load("light", 2, () -> 0.5);
        simulation.add("heavy", 1_000);
        simulation.run(1_010);
        simulation.add("heavy", 1);
        var newcomers = new int[1];

        var waited = simulation.untilServed("heavy", () -> simulation.add("new" + newcomers[0]++, 0.5));

        assertThat(waited).isLessThan(FairQueue.LONGEST_LEAD / FairQueue.AGING + 60);
    }

    @Test
    void servesTheLowestClassFromTimeToTime() {
        var bulk = new Flow("a", LaneName.DIRECT, true);
        for (var number = 0; number < 100; number++) {
            queue.add(flow("a"), new Item(flow("a"), 1, 0), 0);
            queue.add(bulk, new Item(bulk, 1, 0), 0);
        }

        var first = served(64);

        assertThat(first.stream().filter(item -> item.flow.bulk())).hasSize(64 / FairQueue.BULK_TURN);
        assertThat(first.getFirst().flow.bulk()).isFalse();
        assertThat(served(136)).hasSize(136);
    }

    @Test
    void servesTheLowestClassAtOnceWhenNothingElseWaits() {
        var bulk = new Flow("a", LaneName.DIRECT, true);
        queue.add(bulk, new Item(bulk, 1, 0), 0);

        assertThat(served(1)).hasSize(1);
    }

    @Test
    void doesNotServeRemovedItems() {
        queue.add(flow("a"), new Item(flow("a"), 1, 0), 0);
        queue.add(flow("b"), new Item(flow("b"), 2, 0), 0);

        queue.removeIf(item -> item.flow.tenant().equals("a"));

        assertThat(queue.waiting(false)).isEqualTo(1);
        assertThat(served(1)).extracting(Item::seconds).containsExactly(2.0);
    }

    private List<Item> served(int count) {
        var served = new ArrayList<Item>();
        for (var number = 0; number < count; number++) {
            var item = queue.poll(_ -> true, _ -> true, 0);
            if (item != null) {
                served.add(item);
                queue.done(item.flow, item.seconds);
            }
        }
        return served;
    }

    private static Flow flow(String tenant) {
        return new Flow(tenant, LaneName.DIRECT, false);
    }

    /// Workers that serve a queue, in simulated time.
    private final class Simulation {

        private final int workers;
        private final PriorityQueue<Running> running =
                new PriorityQueue<>((one, other) -> Double.compare(one.end, other.end));
        private final Map<String, DoubleSupplier> loads = new HashMap<>();
        private final Map<String, Double> used = new HashMap<>();
        private double now;

        private record Running(Item item, double end) {}

        Simulation(int workers) {
            this.workers = workers;
        }

        /// A tenant that always has some items waiting.
        void load(String tenant, int items, DoubleSupplier seconds) {
            loads.put(tenant, seconds);
            for (var number = 0; number < items; number++) {
                add(tenant, seconds.getAsDouble());
            }
        }

        void add(String tenant, double seconds) {
            queue.add(flow(tenant), new Item(flow(tenant), seconds, nanos()), nanos());
        }

        private long nanos() {
            return (long) (now * SECOND);
        }

        /// Runs for some time.
        ///
        /// @return the seconds that each tenant has used
        Map<String, Double> run(double seconds) {
            var end = now + seconds;
            while (now < end && step(_ -> false)) {
                // on
            }
            return used;
        }

        double untilServed(String tenant) {
            return untilServed(tenant, () -> {});
        }

        double untilServed(String tenant, Runnable meanwhile) {
            var start = now;
            while (step(item -> item.flow.tenant().equals(tenant))) {
                meanwhile.run();
            }
            return now - start;
        }

        /// @return false when an item was taken that is the last one
        private boolean step(Predicate<Item> isLast) {
            while (running.size() < workers) {
                var item = queue.poll(_ -> true, _ -> true, nanos());
                if (item == null) {
                    break;
                }
                if (isLast.test(item)) {
                    return false;
                }
                running.add(new Running(item, now + item.seconds));
            }
            var next = running.poll();
            if (next == null) {
                return false;
            }
            now = next.end;
            var tenant = next.item.flow.tenant();
            queue.done(next.item.flow, next.item.seconds);
            used.merge(tenant, next.item.seconds, Double::sum);
            var load = loads.get(tenant);
            if (load != null) {
                add(tenant, load.getAsDouble());
            }
            return true;
        }
    }
}
