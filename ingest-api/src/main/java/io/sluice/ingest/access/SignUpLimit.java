package io.sluice.ingest.access;

import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The limit of open sign-ups from one address: a bucket of as many as are allowed in an hour, which refills steadily.
/// Remembers a bounded number of addresses. Thread-safe.
final class SignUpLimit {

    /// Maximum number of remembered addresses; the one that signed up least recently is forgotten first.
    static final int MAX_ADDRESSES = 10_000;

    /// The bytes of an IPv6 address that name a network: a single user has all addresses of one.
    private static final int NETWORK_BYTES = 8;

    private static final double NANOS_AN_HOUR = Duration.ofHours(1).toNanos();

    private final int anHour;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /// @param filledAt time when the tokens were counted, in nanoseconds
    private record Bucket(double tokens, long filledAt) {}

    /// @param anHour   maximum sign-ups an hour; 0 for no limit
    /// @param nanoTime a monotonic clock
    SignUpLimit(int anHour, LongSupplier nanoTime) {
        this.anHour = anHour;
        this.nanoTime = nanoTime;
    }

    /// Counts a sign-up from `address`.
    ///
    /// @throws ProblemException when there were too many
    void count(InetAddress address) {
        if (anHour == 0) {
            return;
        }
        var wait = take(network(address), nanoTime.getAsLong());
        if (wait.isPositive()) {
            throw new ProblemException(Problem.tooMany(
                    "sign-up-limit",
                    "There were " + anHour + " sign-ups from this address within an hour, the limit; try again later",
                    wait));
        }
    }

    /// Returns the wait for a token; zero when one was taken.
    private synchronized Duration take(String network, long now) {
        var bucket = buckets.getOrDefault(network, new Bucket(anHour, now));
        var tokens = Math.min(anHour, bucket.tokens() + (now - bucket.filledAt()) * anHour / NANOS_AN_HOUR);
        var taken = tokens >= 1;
        buckets.put(network, new Bucket(taken ? tokens - 1 : tokens, now));
        if (buckets.size() > MAX_ADDRESSES) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        return taken ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - tokens) / anHour * NANOS_AN_HOUR));
    }

    private static String network(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES))
                : Arrays.toString(bytes);
    }
}
