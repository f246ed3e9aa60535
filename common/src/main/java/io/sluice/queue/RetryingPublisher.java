package io.sluice.queue;

import io.sluice.kafka.Publisher;
import io.sluice.kafka.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A publisher that returns once a record is durable, and retries during short outages of Kafka. Safe for use
/// by many threads.
public final class RetryingPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingPublisher.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Number of attempts. One takes up to 70 s with our producers, so this fits into the remaining time of
    /// the record lock.
    private static final int TRIES = 2;

    private final Publisher publisher;
    private final StopFlag stop;

    public RetryingPublisher(Publisher publisher, StopFlag stop) {
        this.publisher = publisher;
        this.stop = stop;
    }

    /// Publishes a record and waits until it is durable. @throws UnpublishedException when it may not be
    /// durable
    public <V> void publish(Topic<V> topic, String key, V value) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                send(topic, key, value).get();
                return;
            } catch (ExecutionException e) {
                if (tries == TRIES || stop.isGiven() || !(e.getCause() instanceof RetriableException)) {
                    throw new UnpublishedException("cannot publish to " + topic.name(), e);
                }
                LOG.atWarn()
                        .setCause(e.getCause())
                        .addKeyValue("topic", topic.name())
                        .log("publishing failed, retrying");
                stop.pause(PAUSE);
            }
        }
    }

    /// Sends a record; a producer throws some of its failures at once.
    private <V> Future<Void> send(Topic<V> topic, String key, V value) throws InterruptedException {
        try {
            return publisher.publish(topic, key, value);
        } catch (InterruptException e) {
            var _ = Thread.interrupted();
            throw new InterruptedException(e.getMessage());
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// The failure to publish a record: it may not be durable.
    public static final class UnpublishedException extends RuntimeException {
        UnpublishedException(String message, ExecutionException cause) {
            super(message, cause);
        }

        /// Whether the same record may be published later; false if the record itself was refused.
        public boolean isTransient() {
            var fault = getCause() == null ? null : getCause().getCause();
            return !(fault instanceof RecordTooLargeException
                    || fault instanceof InvalidRecordException
                    || fault instanceof SerializationException);
        }
    }
}
