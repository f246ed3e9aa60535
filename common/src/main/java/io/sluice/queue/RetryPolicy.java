package io.sluice.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The number of attempts after transient failures, and the delays between them: `first`, then `factor` times
/// longer each time, never longer than `longest`, plus up to a fifth at random so that simultaneous failures
/// are not retried simultaneously.
///
/// @param attempts number of attempts, at least 1
/// @param first    delay after the first attempt
/// @param longest  maximum of every delay, also of one that a server asks for
public record RetryPolicy(int attempts, Duration first, int factor, Duration longest) {

    private static final double JITTER = 0.2;

    public RetryPolicy {
        if (attempts < 1 || !first.isPositive() || factor < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("invalid retry policy: " + attempts + " attempts, first after " + first
                    + ", " + factor + " times longer each time, at most " + longest);
        }
    }

    /// Whether the attempt number `attempt`, from 1, was the last one.
    public boolean isLast(int attempt) {
        return attempt >= attempts;
    }

    /// Returns the delay after the attempt number `attempt`, from 1.
    ///
    /// @param asked the delay that a server asked for; null when it asked for none
    public Duration waitAfter(int attempt, @Nullable Duration asked, RandomGenerator random) {
        double backoff = first.toMillis() * Math.pow(factor, attempt - 1.0);
        long wait = Math.max((long) backoff, asked == null ? 0 : asked.toMillis());
        long bounded = Math.min(wait, longest.toMillis());
        return Duration.ofMillis((long) (bounded * (1 + JITTER * random.nextDouble())));
    }
}
