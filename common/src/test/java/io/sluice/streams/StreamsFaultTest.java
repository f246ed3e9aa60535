package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StreamsFaultTest {

    @Test
    void endsOnlyAThreadAfterATransientFaultOfKafka() {
        var fault = new StreamsException("cannot send", new TimeoutException("no answer"));

        assertThat(StreamsFault.isTransient(fault)).isTrue();
    }

    @Test
    void isABugWhenAProcessorThrowsIt() {
        var fault = new StreamsException("cannot process", new NullPointerException());

        assertThat(StreamsFault.isTransient(fault)).isFalse();
        assertThat(StreamsFault.isBug(fault)).isTrue();
    }

    @Test
    void isABugWhenTheSameRecordWouldFailAgain() {
        assertThat(StreamsFault.isTransient(new StreamsException("cannot send", new RecordTooLargeException())))
                .isFalse();
        assertThat(StreamsFault.isBug(new StreamsException("cannot send", new RecordTooLargeException())))
                .isTrue();
        assertThat(StreamsFault.isBug(new StreamsException("cannot read", new SerializationException())))
                .isTrue();
    }

    @Test
    void isNoBugWhenTheClusterOrAClientFails() {
        assertThat(StreamsFault.isBug(new StreamsException("Could not create topic sluice-retries-changelog.")))
                .isFalse();
        assertThat(StreamsFault.isBug(new StreamsException("cannot commit", new UnknownServerException("?"))))
                .isFalse();
        assertThat(StreamsFault.isBug(new KafkaException("Failed to construct kafka consumer")))
                .isFalse();
        assertThat(StreamsFault.isBug(new StreamsException("cannot fetch", ofClient())))
                .isFalse();
    }

    @Test
    void isABugAfterAnIllegalState() {
        assertThat(StreamsFault.isBug(new StreamsException("cannot process", new IllegalStateException("a bug"))))
                .isTrue();
    }

    private static IllegalStateException ofClient() {
        var fault = new IllegalStateException("Unexpected error code 15 while fetching");
        fault.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("org.apache.kafka.clients.consumer.internals.FetchCollector", "collect", null, 1),
            new StackTraceElement("org.apache.kafka.streams.processor.internals.StreamThread", "run", null, 1)
        });
        return fault;
    }
}
