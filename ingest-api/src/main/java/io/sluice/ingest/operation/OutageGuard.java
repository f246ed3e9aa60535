package io.sluice.ingest.operation;

import io.sluice.ingest.wire.Problem;
import io.sluice.ingest.wire.ProblemException;
import io.sluice.watch.Reachability;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// A guard that refuses requests which would have to publish while Kafka is unavailable, including those that
/// wait for an acknowledgement. Safe for use by many threads.
public final class OutageGuard {

    private static final Logger LOG = LoggerFactory.getLogger(OutageGuard.class);

    /// A producer gives up a record after 30 s; this is a fallback.
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(45);

    /// Interval at which a waiting request checks whether Kafka is available.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Reachability kafka;
    private final Reachability store;

    public OutageGuard(Reachability kafka, Reachability store) {
        this.kafka = kafka;
        this.store = store;
    }

    /// @throws ProblemException when Kafka is unavailable
    public void check() {
        if (isNow()) {
            throw new ProblemException(
                    Problem.unavailable("Kafka does not answer, writes are not accepted for now", RETRY_AFTER));
        }
    }

    /// @throws ProblemException when the object store is unavailable
    public void checkStore() {
        if (store.awaySince().isPresent()) {
            throw new ProblemException(Problem.unavailable(
                    "The object store does not answer, uploads are not accepted for now", RETRY_AFTER));
        }
    }

    /// Waits until a command that was just sent is durable.
    ///
    /// @throws ProblemException when it may not be durable
    public void awaitDurable(CompletableFuture<Void> published) throws InterruptedException {
        var end = System.nanoTime() + PUBLISH_TIMEOUT.toNanos();
        while (true) {
            try {
                published.get(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw notAcknowledged(e);
            } catch (TimeoutException e) {
                if (isNow() || System.nanoTime() - end > 0) {
                    throw notAcknowledged(e);
                }
            }
        }
    }

    private boolean isNow() {
        return kafka.awaySince().isPresent();
    }

    private ProblemException notAcknowledged(Exception cause) {
        // an outage is logged where it is detected, not again for each request
        LOG.atLevel(isNow() ? Level.DEBUG : Level.WARN).setCause(cause).log("commands not acknowledged by Kafka");
        return new ProblemException(
                Problem.unavailable("The request could not be put on the queue, try again later", RETRY_AFTER), cause);
    }
}
