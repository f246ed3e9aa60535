package io.sluice.ingest;

import io.javalin.http.Context;
import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import java.time.Duration;

/// Says in the answers to reads how old the views are that they are answered from, and refuses reads that
/// would show too old a state.
final class Freshness {

    /// Age of the views in whole seconds.
    static final String HEADER = "Sluice-View-Age";

    /// Views that are no older are up to date as far as a client is concerned.
    private static final Duration SLIGHT = Duration.ofSeconds(5);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ViewAge age;
    private final Duration max;

    /// @param max age from which on reads are refused; zero for any age
    Freshness(ViewAge age, Duration max) {
        this.age = age;
        this.max = max;
    }

    /// The same route, if it reads from the views, with the age in its answers.
    Route applied(Route route) {
        return route.isRead()
                ? route.with(context -> {
                    check(context);
                    route.handler().handle(context);
                })
                : route;
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
