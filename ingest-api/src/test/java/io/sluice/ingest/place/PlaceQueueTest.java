package io.sluice.ingest.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.ingest.place.Places.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlaceQueueTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final PlaceQueue<String> places = new PlaceQueue<>(4);

    @Test
    void waitsUntilAPlaceIsGivenBack() throws Exception {
        var first = take("a");
        var _ = take("a");
        assertThat(places.take("a", Size.SMALL, Duration.ofMillis(1))).isEmpty();
        var waiting = startTaking("a", new ConcurrentLinkedQueue<>());

        first.close();

        assertThat(waiting.join(LONG)).isTrue();
        assertThat(places.taken()).isEqualTo(2);
    }

    @Test
    void givesFreePlacesInTheOrderOfArrival() throws Exception {
        var two = new PlaceQueue<String>(2);
        var first = two.take("a", Size.SMALL, Duration.ZERO).orElseThrow();
        var second = two.take("b", Size.SMALL, Duration.ZERO).orElseThrow();
        var order = new ConcurrentLinkedQueue<String>();
        for (var owner : List.of("c", "d")) {
            startTaking(two, owner, order);
        }

        first.close();
        await().until(() -> order.size() == 1);
        second.close();
        await().until(() -> order.size() == 2);

        assertThat(order).containsExactly("c", "d");
    }

    @Test
    void admitsASmallRequestBeforeALargeOne() throws Exception {
        var held = List.of(take("a"), take("b"), take("c"), take("d"));
        var order = new ConcurrentLinkedQueue<Size>();
        for (var size : List.of(Size.LARGE, Size.SMALL)) {
            startTaking(places, size.name(), size, () -> order.add(size));
        }

        held.getFirst().close();

        await().until(() -> order.size() == 1);
        assertThat(order).containsExactly(Size.SMALL);
    }

    @Test
    void anOwnerBeyondItsShareDoesNotBlockOthers() throws Exception {
        var _ = take("a");
        var _ = take("a");
        startTaking("a", new ConcurrentLinkedQueue<>());

        assertThat(places.take("b", Size.SMALL, Duration.ZERO)).isPresent();
    }

    @Test
    void closesAPlaceOnce() throws Exception {
        var place = take("a");
        var _ = take("b");

        place.close();
        place.close();

        assertThat(places.taken()).isEqualTo(1);
    }

    @Test
    void removesInterruptedWaiters() throws Exception {
        var first = take("a");
        var _ = take("a");
        var waiting = startTaking("a", new ConcurrentLinkedQueue<>());

        waiting.interrupt();
        assertThat(waiting.join(LONG)).isTrue();
        first.close();

        assertThat(places.taken()).isEqualTo(1);
    }

    @Test
    void losesNoPlaceWithManyThreads() throws Exception {
        var most = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(40)) {
            var running = new ArrayList<Future<?>>();
            for (var i = 0; i < 40; i++) {
                var owner = "owner" + i % 5;
                var size = i % 2 == 0 ? Size.SMALL : Size.LARGE;
                running.add(threads.submit(() -> {
                    for (var round = 0; round < 200; round++) {
                        try (var _ = places.take(owner, size, LONG).orElseThrow()) {
                            most.accumulateAndGet(places.taken(), Math::max);
                            Thread.onSpinWait();
                        }
                    }
                    return null;
                }));
            }
            for (var thread : running) {
                thread.get();
            }
        }

        assertThat(most.get()).isBetween(1, 4);
        assertThat(places.taken()).isZero();
    }

    private Place take(String owner) throws InterruptedException {
        return places.take(owner, Size.SMALL, Duration.ZERO).orElseThrow();
    }

    private Thread startTaking(String owner, ConcurrentLinkedQueue<String> order) {
        return startTaking(places, owner, order);
    }

    private static Thread startTaking(PlaceQueue<String> places, String owner, ConcurrentLinkedQueue<String> order) {
        return startTaking(places, owner, Size.SMALL, () -> order.add(owner));
    }

    /// Starts a thread that takes a place and keeps it, and waits until that thread waits.
    private static Thread startTaking(PlaceQueue<String> places, String owner, Size size, Runnable taken) {
        var thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                places.take(owner, size, LONG).ifPresent(_ -> taken.run());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }
}
