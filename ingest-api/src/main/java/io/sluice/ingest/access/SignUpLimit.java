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

/// The limit of open sign-ups from one address. Remembers a bounded number of addresses. Thread-safe.
final class SignUpLimit {

    /// Maximum number of remembered addresses; the one that signed up least recently is forgotten first.
    static final int MAX_ADDRESSES = 10_000;

    /// The bytes of an IPv6 address that name a network: a single user has all addresses of one.
    private static final int NETWORK_BYTES = 8;

    private final int anHour;
    private final LongSupplier nanoTime;

    /// By network; guarded by itself.
    private final Map<String, Allowance> allowances = new LinkedHashMap<>(16, 0.75f, true);

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
        var now = nanoTime.getAsLong();
        var wait = allowance(network(address), now).take(now);
        if (wait.isPositive()) {
            throw new ProblemException(Problem.tooMany(
                    "sign-up-limit",
                    "There were " + anHour + " sign-ups from this address within an hour, the limit; try again later",
                    wait));
        }
    }

    private Allowance allowance(String network, long now) {
        synchronized (allowances) {
            var allowance = allowances.computeIfAbsent(network, _ -> new Allowance(anHour, Duration.ofHours(1), now));
            if (allowances.size() > MAX_ADDRESSES) {
                allowances.remove(allowances.keySet().iterator().next());
            }
            return allowance;
        }
    }

    private static String network(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES))
                : Arrays.toString(bytes);
    }
}
