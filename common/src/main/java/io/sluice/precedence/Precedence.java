package io.sluice.precedence;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The precedence of organizations on the processors of one process. An organization is *heavy* while another
/// one is active that has used much less processor time lately. Heavy organizations begin their work at a
/// [Pace] that leaves the processors headroom. While there is little, they begin none during the first moments of
/// an operation of another organization, which then waits only for work that is already in progress. An
/// organization that is alone, or among equals, is not heavy. Thread-safe.
public final class Precedence {

    /// Interval of adaptations to the load of the processors.
    static final Duration ADAPTATION = Duration.ofMillis(100);

    /// How long an organization is active after it has done something.
    public static final Duration ACTIVE = Duration.ofSeconds(5);

    /// How long the work of heavy organizations yields to one operation. Operations that take longer wait for
    /// something else than a processor.
    static final Duration FIRST_MOMENTS = Duration.ofMillis(500);

    /// How many times as much as another one a heavy organization has used.
    static final double HEAVIER = 4;

    /// What an organization may use in any case without being heavy, in seconds.
    static final double SLIGHT = 0.05;

    /// The part of the time in which work yields at most, so that it proceeds whatever others do.
    static final double YIELDING = 0.5;

    /// Longest time of yielding without a break.
    static final double LONGEST_YIELD = 0.5;

    static final double NANOS = 1e9;

    /// Gauge, by `kind` of work: the items a second that heavy organizations may begin.
    static final String PACE = "sluice.pace";

    /// Gauge: organizations that have to hold back.
    static final String HEAVY = "sluice.heavy";

    /// Waiting work looks more often than in this interval, in seconds.
    private static final double LONGEST_LOOK = 0.05;

    private static final long LIGHTEST_NANOS = Duration.ofMillis(20).toNanos();
    private static final long FORGET_NANOS = Duration.ofMinutes(2).toNanos();

    private final LongFunction<CpuLoad> load;
    private final LongSupplier nanoTime;
    private final MeterRegistry meters;

    /// Guards the rest.
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Tenant> tenants = new HashMap<>();

    /// Those with operations that may be in their first moments.
    private final Map<String, Tenant> beginning = new HashMap<>();

    private final List<Pace> paces = new ArrayList<>();

    /// The active organization with the least use, and the time when it was determined.
    private @Nullable Tenant lightest;

    private long lightestAt;

    /// Seconds for which work may yield.
    private double budget = LONGEST_YIELD;

    private boolean exhausted;
    private boolean yielding;

    /// The last measured load of the processors; busy, until it has been measured.
    private CpuLoad measured = CpuLoad.FULL;

    private long yieldedAt;
    private long adaptedAt;

    /// An operation of an organization, from its beginning in this process until it is closed.
    public final class Operation implements AutoCloseable {

        private final Tenant tenant;
        private final long began;

        private Operation(Tenant tenant, long began) {
            this.tenant = tenant;
            this.began = began;
        }

        long began() {
            return began;
        }

        @Override
        public void close() {
            locked(_ -> tenant.end(this));
        }
    }

    /// @param load     the load of the processors during the nanoseconds since the last call
    /// @param nanoTime a monotonic clock
    public Precedence(LongFunction<CpuLoad> load, LongSupplier nanoTime, MeterRegistry meters) {
        this.load = load;
        this.nanoTime = nanoTime;
        this.meters = meters;
        var now = nanoTime.getAsLong();
        this.lightestAt = now - LIGHTEST_NANOS;
        this.yieldedAt = now;
        this.adaptedAt = now;
        Gauge.builder(HEAVY, this, it -> it.heavy())
                .description("organizations that hold back for others")
                .register(meters);
    }

    /// Returns the precedence in this process.
    public static Precedence ofThisProcess(MeterRegistry meters) {
        return new Precedence(CpuLoad.ofThisProcess(), System::nanoTime, meters);
    }

    /// Creates the pace of one kind of work.
    ///
    /// @param kind  the kind in the metrics
    /// @param least the rate that heavy organizations have however busy the processors are, in items a second
    public Pace pace(String kind, double least) {
        return locked(now -> {
            var pace = new Pace(this, least, now);
            paces.add(pace);
            Gauge.builder(PACE, pace, Pace::rate)
                    .tag("kind", kind)
                    .description("items a second that heavy organizations may begin")
                    .register(meters);
            return pace;
        });
    }

    /// Returns the number of organizations that have to hold back.
    private double heavy() {
        return locked(now -> {
            var _ = lightest(now); // which removes organizations that have been idle
            return (double)
                    tenants.values().stream().filter(it -> isHeavy(it, now)).count();
        });
    }

    /// Begins an operation of an organization, to which the work of heavy ones yields for a moment.
    public Operation begin(String tenant) {
        return locked(now -> {
            var known = tenant(tenant, now);
            var operation = new Operation(known, now);
            known.begin(operation, now);
            beginning.put(tenant, known);
            var least = lightest(now);
            if (least == null || known.used(now) < least.used(now)) {
                lightest = known;
            }
            return operation;
        });
    }

    /// Records that an organization has used the processors for some seconds.
    public void used(String tenant, double seconds) {
        locked(now -> {
            tenant(tenant, now).use(seconds, now);
            return true;
        });
    }

    /// Whether an organization has to hold back, because an active one has used much less.
    public boolean isHeavy(String tenant) {
        return locked(now -> isHeavy(tenant, now));
    }

    private Tenant tenant(String name, long now) {
        return tenants.computeIfAbsent(name, _ -> new Tenant(now));
    }

    boolean isHeavy(String name, long now) {
        var tenant = tenants.get(name);
        return tenant != null && isHeavy(tenant, now);
    }

    private boolean isHeavy(Tenant tenant, long now) {
        var least = lightest(now);
        return least != null && least != tenant && tenant.used(now) > HEAVIER * least.used(now) + SLIGHT;
    }

    private @Nullable Tenant lightest(long now) {
        if (now - lightestAt >= LIGHTEST_NANOS) {
            lightestAt = now;
            tenants.values().removeIf(tenant -> tenant.idle(now) > FORGET_NANOS);
            lightest = tenants.values().stream()
                    .filter(tenant -> tenant.idle(now) < ACTIVE.toNanos())
                    .min(Comparator.comparingDouble(tenant -> tenant.used(now)))
                    .orElse(null);
        }
        return lightest;
    }

    /// Whether the work of heavy organizations yields now. It need not while processors are idle: an operation
    /// then waits for something else, such as its client or a slow host.
    boolean isYielding(long now) {
        var elapsed = (now - yieldedAt) / NANOS;
        yieldedAt = now;
        // without calls in between, no work was waiting
        budget = yielding && elapsed < LONGEST_LOOK
                ? Math.max(0, budget - elapsed)
                : Math.min(LONGEST_YIELD, budget + elapsed * YIELDING);
        exhausted = budget <= 0 || (exhausted && budget < LONGEST_YIELD / 2);
        yielding = !exhausted && !measured.isLow() && hasFreshOperations(now);
        return yielding;
    }

    private boolean hasFreshOperations(long now) {
        var since = now - FIRST_MOMENTS.toNanos();
        for (var all = beginning.values().iterator(); all.hasNext(); ) {
            var tenant = all.next();
            if (!tenant.isFresh(since)) {
                all.remove();
            } else if (!isHeavy(tenant, now)) {
                return true;
            }
        }
        return false;
    }

    /// Runs an action with the lock held.
    <T> T locked(LongFunction<T> action) {
        long elapsed;
        T result;
        lock.lock();
        try {
            var now = nanoTime.getAsLong();
            elapsed = now - adaptedAt;
            if (elapsed >= ADAPTATION.toNanos()) {
                adaptedAt = now;
            }
            result = action.apply(now);
        } finally {
            lock.unlock();
        }
        if (elapsed >= ADAPTATION.toNanos()) {
            adapt(elapsed);
        }
        return result;
    }

    /// Adapts the paces to the load, which is measured without the lock: that may take long on a busy machine.
    private void adapt(long elapsed) {
        synchronized (load) {
            var current = load.apply(elapsed);
            lock.lock();
            try {
                measured = current;
                paces.forEach(pace -> pace.adapt(current, elapsed / NANOS));
            } finally {
                lock.unlock();
            }
        }
    }
}
