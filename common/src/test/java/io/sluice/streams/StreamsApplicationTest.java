package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StreamsApplicationTest {

    @Test
    void goesOnAfterAPassingFaultOfKafka() {
        var fault = new StreamsException("cannot send", new TimeoutException("no answer"));

        assertThat(StreamsApplication.isTransient(fault)).isTrue();
    }

    @Test
    void stopsAtABug() {
        var fault = new StreamsException("cannot process", new NullPointerException());

        assertThat(StreamsApplication.isTransient(fault)).isFalse();
    }

    @Test
    void stopsAtAFaultThatWouldComeAgain() {
        var fault = new StreamsException("cannot send", new RecordTooLargeException());

        assertThat(StreamsApplication.isTransient(fault)).isFalse();
    }
}
