package io.sluice.precedence;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The rate at which heavy organizations may begin one kind of work. It adapts: it falls while the processors
/// are busy, and rises while they have headroom and the rate is used. Other organizations are not delayed.
/// Thread-safe.
public final class Pace {

    /// By how much a rate falls and rises in an interval of [Precedence#ADAPTATION].
    private static final double FALL = 0.8;

    private static final double RISE = 1.15;

    /// A rate falls from what was really begun: an unused rate would have to fall for a while without effect.
    private static final double UNUSED = 1.25;

    private static final double MOST = 1e6;

    /// What an ordinary item uses of a processor at most, in seconds.
    private static final double ITEM_SECONDS = 0.005;

    /// The longest time that later items wait for those before.
    private static final double MOST_DEBT_SECONDS = 2;

    /// How many times as high as the least one the first rate is.
    private static final double FIRST = 10;

    /// Longest pause between two looks: in the meantime the operation of a light organization may have ended.
    private static final long LONGEST_LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private static final long SHORTEST_LOOK_NANOS = Duration.ofMillis(1).toNanos();

    private final Precedence precedence;
    private final double least;

    /// The line of the threads that wait, of which the first one looks whether it may begin.
    private final ReentrantLock line = new ReentrantLock(true);

    /// The rest is guarded by the lock of `precedence`. Items a second.
    private double rate;

    /// Items that may begin at once; negative after an item of several.
    private double credit = 1;

    private long creditedAt;
    private double begun;

    /// @param least the rate that is kept however busy the processors are, in items a second
    Pace(Precedence precedence, double least, long now) {
        this.precedence = precedence;
        this.least = least;
        this.rate = least * FIRST;
        this.creditedAt = now;
    }

    /// Whether the work of an organization may begin now.
    public boolean admits(String tenant) {
        return precedence.locked(now -> isOpen(tenant, now));
    }

    /// Records that `items` of an organization begin.
    public void began(String tenant, int items) {
        precedence.locked(now -> {
            take(tenant, items, now);
            return true;
        });
    }

    /// Records how long an item of an organization has used a processor. An item that used more than
    /// [#ITEM_SECONDS] counts as several, which the next ones wait for.
    public void ended(String tenant, double seconds) {
        precedence.locked(now -> {
            if (seconds > ITEM_SECONDS && precedence.isHeavy(tenant, now)) {
                credit(now);
                credit = Math.max(-MOST_DEBT_SECONDS * rate, credit - seconds / ITEM_SECONDS + 1);
            }
            return true;
        });
    }

    /// Waits until the work of an organization may begin, in the order of arrival, and records that it does.
    ///
    /// @return whether it may begin within `patience`
    public boolean await(String tenant, int items, Duration patience) throws InterruptedException {
        if (!precedence.isHeavy(tenant)) {
            return true;
        }
        var end = System.nanoTime() + patience.toNanos();
        if (!line.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        try {
            while (!begins(tenant, items)) {
                if (System.nanoTime() - end >= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(nextLook());
            }
            return true;
        } finally {
            line.unlock();
        }
    }

    private boolean begins(String tenant, int items) {
        return precedence.locked(now -> {
            var open = isOpen(tenant, now);
            if (open) {
                take(tenant, items, now);
            }
            return open;
        });
    }

    private boolean isOpen(String tenant, long now) {
        if (!precedence.isHeavy(tenant, now)) {
            return true;
        }
        credit(now);
        return credit >= 1 && !precedence.isYielding(now);
    }

    private void take(String tenant, int items, long now) {
        if (precedence.isHeavy(tenant, now)) {
            credit(now);
            credit -= items;
            begun += items;
        }
    }

    private void credit(long now) {
        credit = Math.min(1, credit + (now - creditedAt) * rate / Precedence.NANOS);
        creditedAt = now;
    }

    /// Returns after how many nanoseconds to look again whether a heavy organization may begin.
    public long nextLook() {
        return precedence.locked(_ -> {
            var nanos = (long) ((1 - credit) / rate * Precedence.NANOS);
            return Math.clamp(nanos, SHORTEST_LOOK_NANOS, LONGEST_LOOK_NANOS);
        });
    }

    /// Adapts the rate to what happened since the last call.
    void adapt(CpuLoad load, double seconds) {
        if (begun == 0) {
            return; // the load comes from something else
        }
        var actual = begun / seconds;
        begun = 0;
        if (load.isTooHigh()) {
            rate = Math.max(least, Math.min(rate, actual * UNUSED) * FALL);
        } else if (load.hasHeadroom() && actual > rate / 2) {
            rate = Math.min(MOST, rate * RISE);
        }
    }

    /// Returns the rate now, in items a second.
    double rate() {
        return precedence.locked(_ -> rate);
    }
}
