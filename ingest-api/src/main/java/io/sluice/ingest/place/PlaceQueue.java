package io.sluice.ingest.place;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.ingest.health.ApiMetrics;
import io.sluice.ingest.place.Places.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A queue of requests that wait for [Places]. A free place goes to the owner with the fewest places, then
/// to a small request before a large one, then in the order of arrival. Thread-safe.
public final class PlaceQueue<K> {

    /// Guards `places` and `waiting`.
    private final Object lock = new Object();

    private final Places<K> places;

    /// Requests that wait; no place is free for any of them.
    private final List<Waiter<K>> waiting = new ArrayList<>();

    private record Waiter<K>(K owner, Size size, CountDownLatch admitted) {}

    public PlaceQueue(int total) {
        this.places = new Places<>(total);
    }

    /// Adds a gauge of the places taken.
    ///
    /// @param kind the kind of requests, as a tag
    public PlaceQueue<K> measured(MeterRegistry meters, String kind) {
        Gauge.builder(ApiMetrics.PLACES, this, PlaceQueue::taken)
                .description("places taken by requests, of those that organizations share")
                .tag("kind", kind)
                .register(meters);
        return this;
    }

    /// Takes a place as soon as one is free for `owner`.
    ///
    /// @param patience maximum wait
    /// @return the place, to be closed by the caller; empty after the maximum wait
    public Optional<Place> take(K owner, Size size, Duration patience) throws InterruptedException {
        Waiter<K> waiter;
        synchronized (lock) {
            if (places.isFree(owner, size)) {
                places.take(owner, size);
                return Optional.of(place(owner, size));
            }
            if (!patience.isPositive()) {
                return Optional.empty();
            }
            waiter = new Waiter<>(owner, size, new CountDownLatch(1));
            waiting.add(waiter);
        }
        return await(waiter, patience) ? Optional.of(place(owner, size)) : Optional.empty();
    }

    private boolean await(Waiter<K> waiter, Duration patience) throws InterruptedException {
        try {
            if (waiter.admitted.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            if (!withdraw(waiter)) {
                give(waiter.owner, waiter.size);
            }
            throw e;
        }
        return !withdraw(waiter); // a place may have become free just now
    }

    /// @return false when it was admitted already
    private boolean withdraw(Waiter<K> waiter) {
        synchronized (lock) {
            return waiting.remove(waiter);
        }
    }

    private Place place(K owner, Size size) {
        return new Place(() -> give(owner, size));
    }

    private void give(K owner, Size size) {
        synchronized (lock) {
            places.give(owner, size);
            for (var next = next(); next.isPresent(); next = next()) {
                var admitted = next.get();
                places.take(admitted.owner, admitted.size);
                waiting.remove(admitted);
                admitted.admitted.countDown();
            }
        }
    }

    private Optional<Waiter<K>> next() {
        return waiting.stream()
                .filter(waiter -> places.isFree(waiter.owner, waiter.size))
                .min(Comparator.<Waiter<K>>comparingInt(waiter -> places.held(waiter.owner))
                        .thenComparing(Waiter::size));
    }

    public int taken() {
        synchronized (lock) {
            return places.taken();
        }
    }

    /// Returns the scarcity of places, from 0 to 1.
    public double pressure() {
        synchronized (lock) {
            return places.pressure();
        }
    }
}
