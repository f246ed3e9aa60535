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

/// Refuses what would have to be published while Kafka is away, also what waits for its acknowledgement already.
/// Safe for use by many threads.
public final class OutageGuard {

    private static final Logger LOG = LoggerFactory.getLogger(OutageGuard.class);

    /// A producer gives a record up after 30 s; this is only the net below.
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(45);

    /// How often a request that waits looks whether Kafka is away.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Reachability kafka;
    private final Reachability store;

    public OutageGuard(Reachability kafka, Reachability store) {
        this.kafka = kafka;
        this.store = store;
    }

    /// @throws ProblemException when Kafka is away
    public void check() {
        if (isNow()) {
            throw new ProblemException(
                    Problem.unavailable("Kafka does not answer, writes are not accepted for now", RETRY_AFTER));
        }
    }

    /// @throws ProblemException when the object store is away
    public void checkStore() {
        if (store.awaySince().isPresent()) {
            throw new ProblemException(Problem.unavailable(
                    "The object store does not answer, uploads are not accepted for now", RETRY_AFTER));
        }
    }

    /// Waits until a command that was just sent is durable.
    ///
    /// @throws ProblemException when it may not be durable; nobody knows whether it is
    void awaitDurable(CompletableFuture<Void> published) throws InterruptedException {
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
        // an outage is logged where it is noticed, not once more for each request
        LOG.atLevel(isNow() ? Level.DEBUG : Level.WARN).setCause(cause).log("commands not acknowledged by Kafka");
        return new ProblemException(
                Problem.unavailable("The request could not be put on the queue, try again later", RETRY_AFTER), cause);
    }
}
