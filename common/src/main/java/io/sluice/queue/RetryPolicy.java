package io.sluice.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How often something is tried that fails for passing reasons, and how long to wait in between: `first`, then
/// `factor` times longer each time, never longer than `longest`, and up to a fifth more at random so that what
/// failed together does not come back together.
///
/// @param attempts tries in all, at least 1
/// @param first    wait after the first try
/// @param longest  bound of every wait, also of one that a server asks for
public record RetryPolicy(int attempts, Duration first, int factor, Duration longest) {

    private static final double JITTER = 0.2;

    public RetryPolicy {
        if (attempts < 1 || !first.isPositive() || factor < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("not a way to retry: " + attempts + " attempts, first after " + first
                    + ", " + factor + " times longer each time, at most " + longest);
        }
    }

    /// Whether the try number `attempt`, from 1, was the last one.
    public boolean isLast(int attempt) {
        return attempt >= attempts;
    }

    /// How long to wait after the try number `attempt`, from 1.
    ///
    /// @param asked how long a server asked to wait, if it did
    public Duration waitAfter(int attempt, @Nullable Duration asked, RandomGenerator random) {
        double backoff = first.toMillis() * Math.pow(factor, attempt - 1.0);
        long wait = Math.max((long) backoff, asked == null ? 0 : asked.toMillis());
        long bounded = Math.min(wait, longest.toMillis());
        return Duration.ofMillis((long) (bounded * (1 + JITTER * random.nextDouble())));
    }
}
