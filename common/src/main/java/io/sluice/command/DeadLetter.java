package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record that cannot be processed; the value of `sluice.dead-letters`. Together with its headers it
/// contains everything needed to retry it.
///
/// @param position position of the record
/// @param copy     the record
/// @param reason   why the record cannot be processed
/// @param attempts number of attempts
/// @param first    when the record was published
/// @param last     when processing was given up
public record DeadLetter(
        @JsonUnwrapped RecordPosition position,
        @JsonUnwrapped RecordCopy copy,
        Rejection reason,
        int attempts,
        Instant first,
        Instant last) {

    public String topic() {
        return position.topic();
    }

    public int partition() {
        return position.partition();
    }

    public long offset() {
        return position.offset();
    }

    public @Nullable String key() {
        return copy.key();
    }

    public Bytes value() {
        return copy.value();
    }

    public Map<String, String> headers() {
        return copy.headers();
    }
}
