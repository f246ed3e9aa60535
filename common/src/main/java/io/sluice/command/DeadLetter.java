package io.sluice.command;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record that cannot be processed; the value of `sluice.dead-letters`. Together with its headers it contains
/// everything needed to retry it.
///
/// @param topic     topic of the record
/// @param partition partition of the record
/// @param offset    offset of the record
/// @param key       key of the record, as text
/// @param value     value of the record, as the bytes that were read
/// @param headers   headers of the record, as text
/// @param reason    why the record cannot be processed
/// @param attempts  number of attempts
/// @param first     when the record was published
/// @param last      when processing was given up
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        @Nullable String key,
        Bytes value,
        Map<String, String> headers,
        Rejection reason,
        int attempts,
        Instant first,
        Instant last) {

    public DeadLetter {
        headers = Map.copyOf(headers);
    }
}
