package io.sluice.ingest.place;

import java.time.Duration;

/// The delay of a client behind the minimum rate: the time spent waiting for it minus the time that its
/// bytes may take at that rate. A fast transfer earns no credit, so a client that stops after a fast start
/// is detected as soon as one that is slow from the start.
public record ClientPace(Duration behind) {

    public static final ClientPace START = new ClientPace(Duration.ZERO);

    private static final double NANOS_PER_SECOND = 1e9;

    /// Returns the pace after `waited` was spent waiting for the client and `bytes` were transferred.
    public ClientPace after(Duration waited, long bytes, LeastRate least) {
        var granted = Math.round(bytes * (NANOS_PER_SECOND / least.bytesPerSecond()));
        return new ClientPace(Duration.ofNanos(Math.max(0, behind.toNanos() + waited.toNanos() - granted)));
    }

    public boolean isTooSlow(LeastRate least) {
        return behind.compareTo(least.allowance()) > 0;
    }
}
