package io.sluice.streams;

import java.util.stream.Stream;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TopologyException;
import org.jspecify.annotations.Nullable;

/// The classification of exceptions that stop a stream thread or an application.
final class StreamsFault {

    private static final String CLIENTS = "org.apache.kafka.clients.";

    private StreamsFault() {}

    /// Returns whether the fault ends only a thread, which is replaced.
    static boolean isTransient(Throwable fault) {
        return chain(fault).anyMatch(RetriableException.class::isInstance);
    }

    /// Returns whether the fault is a bug of ours, or a record that will fail again, rather than a fault of
    /// the cluster or of a client. Kafka Streams wraps both kinds in a [StreamsException], so its type
    /// decides nothing; without a cause, it comes from Kafka.
    static boolean isBug(Throwable fault) {
        if (chain(fault).anyMatch(StreamsFault::isOfRecord)) {
            return true;
        }
        if (chain(fault).anyMatch(StreamsFault::isOfClient)) {
            return false;
        }
        return chain(fault).anyMatch(cause -> !(cause instanceof StreamsException));
    }

    private static boolean isOfRecord(Throwable cause) {
        return cause instanceof SerializationException
                || cause instanceof RecordTooLargeException
                || cause instanceof InvalidRecordException
                || cause instanceof TopologyException
                || cause instanceof Error;
    }

    private static boolean isOfClient(Throwable cause) {
        return cause instanceof KafkaException
                ? !(cause instanceof StreamsException)
                : cause instanceof IllegalStateException && isThrownByClient(cause);
    }

    private static boolean isThrownByClient(Throwable cause) {
        return Stream.of(cause.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java."))
                .findFirst()
                .filter(name -> name.startsWith(CLIENTS))
                .isPresent();
    }

    private static Stream<Throwable> chain(@Nullable Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }
}
