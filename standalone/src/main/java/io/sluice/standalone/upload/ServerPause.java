package io.sluice.standalone.upload;

import io.sluice.standalone.client.SluiceClient;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Units;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Holds uploads back while the server is away, so that they do not fail. Thread-safe: one thread looks, the
/// others wait for it.
public final class ServerPause {

    private static final Duration FIRST_LOOK = Duration.ofMillis(500);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

    private final SluiceClient client;
    private final Duration limit;
    private final Consumer<String> notices;
    private long returned = System.nanoTime();

    /// @param limit   maximum time for which the server may be away, and for which one item may wait
    /// @param notices receives messages for the user
    public ServerPause(SluiceClient client, Duration limit, Consumer<String> notices) {
        this.client = client;
        this.limit = limit;
        this.notices = notices;
    }

    Duration limit() {
        return limit;
    }

    /// Waits while the server is away.
    ///
    /// @param began time when the request was sent that failed, as [System#nanoTime()]
    /// @return whether the server was away since then, so that the request deserves another attempt
    /// @throws CommandFailure when the server is away for too long
    synchronized boolean await(long began) throws InterruptedException {
        if (returned - began > 0) {
            return true;
        }
        if (isThere()) {
            return false;
        }
        var base = client.endpoint().base();
        notices.accept(base + " does not respond; waiting for it, at most " + Units.time(limit) + " …");
        var away = System.nanoTime();
        for (var look = FIRST_LOOK; !isThere(); look = longer(look)) {
            if (System.nanoTime() - away > limit.toNanos()) {
                throw new CommandFailure(
                        base + " was away for " + Units.time(limit) + "; the same command resumes when it is back");
            }
            TimeUnit.MILLISECONDS.sleep(look.toMillis());
        }
        returned = System.nanoTime();
        notices.accept(base + " responds again after " + Units.time(Duration.ofNanos(returned - away)));
        return true;
    }

    /// Returns whether the server is ready, or at least answers: a proxy may hide the route.
    private boolean isThere() throws InterruptedException {
        try {
            var status = client.get(client.endpoint().route("/health/ready")).status();
            return status != 502 && status != 503 && status != 504;
        } catch (IOException _) {
            return false;
        }
    }

    private static Duration longer(Duration look) {
        var next = look.multipliedBy(2);
        return next.compareTo(LONGEST_LOOK) < 0 ? next : LONGEST_LOOK;
    }
}
