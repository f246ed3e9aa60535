package io.sluice.ingest.place;

import java.util.HashMap;
import java.util.Map;

/// The places of a node for requests of one kind, which owners share: organizations, users or addresses.
/// Not thread-safe.
///
/// An owner may take a place while it holds fewer than are free. So a single owner gets half of them, a
/// second one then half of the rest, and so on: while fewer than log2(places) owners take as many as they
/// can, a place is free for another owner. (Dynamic thresholds: A. Choudhury, E. Hahne, IEEE/ACM
/// Transactions on Networking 6, 1998.)
///
/// A quarter of the places is reserved for small requests, which therefore never wait for large ones.
public final class Places<K> {

    private static final int PART_FOR_SMALL = 4;

    private final int total;
    private final int forLarge;
    private final Map<K, Holding> holdings = new HashMap<>();
    private Holding taken = Holding.NONE;

    /// The expected time that a request holds its place.
    public enum Size {
        SMALL,
        LARGE
    }

    private record Holding(int small, int large) {

        static final Holding NONE = new Holding(0, 0);

        int all() {
            return small + large;
        }

        Holding plus(Size size, int change) {
            return size == Size.SMALL ? new Holding(small + change, large) : new Holding(small, large + change);
        }
    }

    public Places(int total) {
        if (total < 1) {
            throw new IllegalArgumentException("there must be at least one place, not " + total);
        }
        this.total = total;
        this.forLarge = total - total / PART_FOR_SMALL;
    }

    /// Returns whether `owner` may take a place now.
    public boolean isFree(K owner, Size size) {
        var held = holding(owner);
        return held.all() < total - taken.all() && (size == Size.SMALL || held.large() < forLarge - taken.large());
    }

    /// @throws IllegalStateException when the place is not free for `owner`
    public void take(K owner, Size size) {
        if (!isFree(owner, size)) {
            throw new IllegalStateException(owner + " holds " + held(owner) + " of " + taken() + " taken places and may"
                    + " not take another " + size);
        }
        change(owner, size, 1);
    }

    /// Gives back a place that was taken for a request of this size.
    public void give(K owner, Size size) {
        var held = holding(owner);
        if ((size == Size.SMALL ? held.small() : held.large()) == 0) {
            throw new IllegalStateException(owner + " holds no place for " + size + " requests");
        }
        change(owner, size, -1);
    }

    private void change(K owner, Size size, int change) {
        taken = taken.plus(size, change);
        var held = holding(owner).plus(size, change);
        if (held.all() == 0) {
            holdings.remove(owner); // otherwise the map would keep every owner for ever
        } else {
            holdings.put(owner, held);
        }
    }

    private Holding holding(K owner) {
        return holdings.getOrDefault(owner, Holding.NONE);
    }

    /// Returns the number of places that `owner` holds.
    public int held(K owner) {
        return holding(owner).all();
    }

    public int taken() {
        return taken.all();
    }

    public int total() {
        return total;
    }

    /// Returns the scarcity of places: 0 while at most half of them are taken, 1 when all are.
    public double pressure() {
        var half = total / 2.0;
        return Math.max(0, (taken.all() - half) / half);
    }
}
