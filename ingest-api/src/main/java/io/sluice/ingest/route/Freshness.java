package io.sluice.ingest.route;

import io.javalin.http.Context;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.time.Duration;

/// The age of the views in the responses to reads, and its limit: older views are not read from.
public final class Freshness {

    /// Age of the views in whole seconds.
    public static final String HEADER = "Sluice-View-Age";

    /// Age up to which views are up to date for clients.
    private static final Duration SLIGHT = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ViewAge age;
    private final Duration max;

    /// @param max age above which reads are refused; zero for no limit
    public Freshness(ViewAge age, Duration max) {
        this.age = age;
        this.max = max;
    }

    /// Adds the age to the responses of a route that reads from the views; returns other routes unchanged.
    public Route applied(Route route) {
        return route.isRead() ? route.after(this::check) : route;
    }

    private void check(Context context) {
        var now = age.now();
        if (now.compareTo(SLIGHT) > 0) {
            context.header(HEADER, Long.toString(now.toSeconds()));
        }
        if (max.isPositive() && now.compareTo(max) > 0) {
            throw new ProblemException(Problem.unavailable(
                    "This node's view is " + now.toSeconds() + " seconds old, more than the limit of " + max.toSeconds()
                            + " seconds",
                    RETRY_AFTER));
        }
    }
}
