package io.sluice.precedence;

import java.util.LinkedHashSet;
import java.util.Set;

/// What one organization has used lately, and its operations that began a moment ago. Guarded by the lock of
/// [Precedence].
final class Tenant {

    /// After that time the use of an organization counts half.
    private static final double HALF_LIFE_NANOS = 10e9;

    /// Operations in the order of their beginning.
    private final Set<Precedence.Operation> fresh = new LinkedHashSet<>();

    private double used;
    private long usedAt;
    private long activeAt;

    Tenant(long now) {
        usedAt = now;
        activeAt = now;
    }

    void use(double seconds, long now) {
        used = used(now) + seconds;
        usedAt = now;
        activeAt = now;
    }

    /// Returns the seconds used lately.
    double used(long now) {
        return used * Math.exp(-Math.log(2) * Math.max(0, now - usedAt) / HALF_LIFE_NANOS);
    }

    void begin(Precedence.Operation operation, long now) {
        fresh.add(operation);
        activeAt = now;
    }

    /// @return whether it was in its first moments
    boolean end(Precedence.Operation operation) {
        return fresh.remove(operation);
    }

    /// Whether an operation is in its first moments.
    boolean isFresh(long since) {
        for (var operations = fresh.iterator(); operations.hasNext(); ) {
            if (operations.next().began() - since >= 0) {
                return true;
            }
            operations.remove();
        }
        return false;
    }

    long idle(long now) {
        return now - activeAt;
    }
}
