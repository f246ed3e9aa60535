package io.sluice.ingest.place;

import java.time.Duration;

/// How far a client is behind the least rate: the time that was spent waiting for it, less the time that its
/// bytes may take at that rate. Being fast earns no credit, so a client that stops after a fast start is
/// found out as soon as one that was slow from the start.
public record ClientPace(Duration behind) {

    public static final ClientPace START = new ClientPace(Duration.ZERO);

    private static final double NANOS_PER_SECOND = 1e9;

    /// The pace after a client was waited for and `bytes` were transferred.
    public ClientPace after(Duration waited, long bytes, LeastRate least) {
        var granted = Math.round(bytes * (NANOS_PER_SECOND / least.bytesPerSecond()));
        return new ClientPace(Duration.ofNanos(Math.max(0, behind.toNanos() + waited.toNanos() - granted)));
    }

    public boolean isTooSlow(LeastRate least) {
        return behind.compareTo(least.allowance()) > 0;
    }
}
