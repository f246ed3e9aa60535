package io.sluice.command;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record that could not be done; the value of `sluice.dead-letters`. Together with its headers it holds all that is
/// needed to try it again.
///
/// @param topic     where the record came from
/// @param partition its partition there
/// @param offset    its offset there
/// @param key       its key as text
/// @param value     its value, exactly as it was read
/// @param headers   its headers as text
/// @param reason    why it cannot be done
/// @param attempts  how often it was tried
/// @param first     when it was published
/// @param last      when it was given up
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
