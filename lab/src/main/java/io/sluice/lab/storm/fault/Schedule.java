package io.sluice.lab.storm.fault;

import io.sluice.lab.storm.cluster.Layout;
import io.sluice.lab.storm.cluster.Link;
import io.sluice.lab.storm.cluster.ServiceName;
import io.sluice.lab.storm.connection.StoreFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// The times of all faults. They are drawn from the seed in advance, so the same seed, length and pause give
/// the same schedule.
///
/// Faults and their targets are dealt from shuffled decks, so that a short storm also contains various faults.
///
/// @param events in the order of their beginnings
public record Schedule(List<Event> events) {

    /// Maximum time from the end of a broker's fault until it leads and follows its partitions again.
    private static final Duration IN_SYNC_AGAIN = Duration.ofSeconds(20);

    private static final String ALGORITHM = "L64X128MixRandom";

    /// A fault that begins at `at` after the beginning of the storm.
    public record Event(Duration at, Duration lasts, Fault fault) {}

    public Schedule {
        events = List.copyOf(events);
    }

    /// Returns a random generator for part number `stream` of a storm.
    public static RandomGenerator random(long seed, int stream) {
        return RandomGeneratorFactory.of(ALGORITHM).create(seed * 1_000_003 + stream);
    }

    /// Draws a storm of `length` with a fault every `pause` on average; all faults end with the storm.
    ///
    /// @param layout       the processes; of several brokers, only one at a time has a fault
    /// @param storeCanFail whether the store can be made to fail
    public static Schedule of(long seed, Duration length, Duration pause, Layout layout, boolean storeCanFail) {
        var random = random(seed, 0);
        var dealer = new Dealer(random, layout, storeCanFail);
        var events = new ArrayList<Event>();
        for (var at = gap(random, pause); at.compareTo(length) < 0; at = at.plus(gap(random, pause))) {
            var event = dealer.deal(at);
            var left = length.minus(at);
            events.add(event.lasts().compareTo(left) > 0 ? new Event(at, left, event.fault()) : event);
        }
        return new Schedule(events);
    }

    private static Duration gap(RandomGenerator random, Duration pause) {
        return pause.dividedBy(2).plus(millis(random, 0, pause.toMillis()));
    }

    public static Duration millis(RandomGenerator random, long least, long most) {
        return Duration.ofMillis(random.nextLong(least, most + 1));
    }

    /// The drawing of faults and their targets.
    private static final class Dealer {

        private final RandomGenerator random;
        private final Deck<Supplier<Event>> faults;
        private final Deck<ServiceName> victims;
        private final Deck<ServiceName> sleepers;
        private final Deck<ServiceName> leavers;
        private final Deck<Link> links;
        private final Deck<StoreFaults.Health> healths;
        private final Deck<ServiceName> brokers;
        private final Deck<Supplier<Event>> brokerFaults;
        private final boolean several;
        private Duration at = Duration.ZERO;

        /// When the last fault of a broker has ended and it is in sync again.
        private Duration recovered = Duration.ZERO;

        Dealer(RandomGenerator random, Layout layout, boolean storeCanFail) {
            this.random = random;
            several = layout.brokers().size() > 1;
            brokers = new Deck<>(random, layout.brokers());
            brokerFaults = new Deck<>(random, List.of(this::killBroker, this::freezeBroker, this::isolateBroker));
            victims = new Deck<>(random, layout.processes());
            sleepers = new Deck<>(random, layout.processes());
            leavers = new Deck<>(random, layout.clients());
            links = new Deck<>(random, links(layout, storeCanFail));
            healths = new Deck<>(
                    random,
                    List.of(
                            StoreFaults.Health.FULL,
                            StoreFaults.Health.FAILING,
                            StoreFaults.Health.HANGING,
                            StoreFaults.Health.BUSY,
                            StoreFaults.Health.BREAKING,
                            StoreFaults.Health.SKEWED));
            List<Supplier<Event>> kinds = List.of(
                    this::kill,
                    this::kill,
                    this::kill,
                    this::freeze,
                    this::freeze,
                    this::cut,
                    this::cut,
                    this::stall,
                    this::slow,
                    this::stop);
            var all = new ArrayList<>(kinds);
            if (storeCanFail) {
                all.addAll(List.<Supplier<Event>>of(this::store, this::store));
            }
            if (several) {
                all.addAll(List.<Supplier<Event>>of(this::ofBroker, this::ofBroker, this::ofBroker));
            }
            faults = new Deck<>(random, all);
        }

        private static List<Link> links(Layout layout, boolean toTheStore) {
            return Arrays.stream(Link.To.values())
                    .filter(to -> toTheStore || to == Link.To.BROKER)
                    .flatMap(to -> layout.clients().stream().map(service -> new Link(service, to)))
                    .toList();
        }

        Event deal(Duration when) {
            at = when;
            return faults.deal().get();
        }

        private Event kill() {
            return new Event(at, millis(random, 100, 3_000), new Fault.Kill(other(victims)));
        }

        /// Deals a process, but none of several brokers, which have faults of their own.
        private ServiceName other(Deck<ServiceName> deck) {
            while (true) {
                var dealt = deck.deal();
                if (!several || dealt.kind() != ServiceName.Kind.BROKER) {
                    return dealt;
                }
            }
        }

        /// Returns a fault of a broker, or of another process while a broker has one.
        private Event ofBroker() {
            return at.compareTo(recovered) < 0 ? kill() : brokerFaults.deal().get();
        }

        private Event killBroker() {
            return ofBroker(kill().lasts, Fault.Kill::new);
        }

        private Event freezeBroker() {
            return ofBroker(freeze().lasts, Fault.Freeze::new);
        }

        private Event isolateBroker() {
            return ofBroker(cut().lasts, Fault.Isolate::new);
        }

        private Event ofBroker(Duration lasts, Function<ServiceName, Fault> fault) {
            recovered = at.plus(lasts).plus(IN_SYNC_AGAIN);
            return new Event(at, lasts, fault.apply(brokers.deal()));
        }

        private Event stop() {
            return new Event(at, millis(random, 100, 2_000), new Fault.Stop(leavers.deal()));
        }

        /// Draws a freeze; one in four is longer than the sessions of Kafka's groups.
        private Event freeze() {
            var lasts = random.nextInt(4) == 0 ? millis(random, 11_000, 14_000) : millis(random, 500, 6_000);
            return new Event(at, lasts, new Fault.Freeze(other(sleepers)));
        }

        private Event cut() {
            return new Event(at, millis(random, 200, 6_000), new Fault.Cut(links.deal()));
        }

        private Event stall() {
            return new Event(at, millis(random, 1_000, 8_000), new Fault.Stall(links.deal()));
        }

        private Event slow() {
            return new Event(at, millis(random, 4_000, 10_000), new Fault.Slow(links.deal(), millis(random, 10, 150)));
        }

        private Event store() {
            return new Event(at, millis(random, 1_000, 5_000), new Fault.Store(healths.deal()));
        }
    }
}
