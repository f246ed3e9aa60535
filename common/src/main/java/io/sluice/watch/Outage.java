package io.sluice.watch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An outage of a loop's dependency: counts the consecutive failures, determines the delay before each retry,
/// and logs. Used by one thread.
///
/// Logs one WARN when the loop begins to wait and one INFO when it continues; at most one of each a minute,
/// also when the dependency flickers.
public final class Outage {

    /// Delay after the first failure; it doubles with each further one.
    public static final Duration FIRST_WAIT = Duration.ofSeconds(1);

    /// Longest delay between two attempts.
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

    private final String loop;
    private final Duration first;
    private final Duration longest;
    private Duration next;
    private @Nullable Instant since;
    private boolean announced;

    /// When the last WARN was logged, of [System#nanoTime()]; 0 if there was none.
    private long lastWarning;

    /// @param loop name of the waiting loop, for the log
    public Outage(String loop) {
        this(loop, FIRST_WAIT, LONGEST_WAIT);
    }

    /// @param first   delay after the first failure
    /// @param longest maximum of every delay
    public Outage(String loop, Duration first, Duration longest) {
        this.loop = loop;
        this.first = first;
        this.longest = longest;
        this.next = first;
    }

    /// Records a failure.
    ///
    /// @return the delay before the next attempt
    public Duration failed(Throwable cause) {
        return failed(reason(cause));
    }

    /// Records a failure.
    ///
    /// @return the delay before the next attempt
    public Duration failed(String reason) {
        if (since == null) {
            since = Instant.now();
        }
        var now = System.nanoTime();
        if (lastWarning == 0 || now - lastWarning >= LOG_INTERVAL.toNanos()) {
            lastWarning = now | 1;
            announced = true;
            LOG.atWarn()
                    .addKeyValue("loop", loop)
                    .addKeyValue("since", since)
                    .addKeyValue("reason", reason)
                    .log("dependency unavailable, waiting to try again");
        }
        var wait = next;
        var doubled = next.multipliedBy(2);
        next = doubled.compareTo(longest) > 0 ? longest : doubled;
        return wait;
    }

    /// Ends the outage, if there is one: the dependency is available again.
    public void over() {
        if (since == null) {
            return;
        }
        if (announced) {
            announced = false;
            LOG.atInfo().addKeyValue("loop", loop).addKeyValue("since", since).log("dependency available, continued");
        }
        since = null;
        next = first;
    }

    /// Whether the last attempt failed.
    public boolean isOn() {
        return since != null;
    }

    /// Returns a failure and its innermost cause in one line.
    private static String reason(Throwable failure) {
        var cause = failure.getCause();
        if (cause == null) {
            return failure.toString();
        }
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return failure + ", caused by " + cause;
    }
}
