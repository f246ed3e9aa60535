package io.sluice.kafka.follow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A parsed record of a followed topic.
///
/// @param topic     name of its topic
/// @param value     its value, of the type of its topic; `null` in a tombstone
/// @param timestamp when it was published
public record FollowedRecord(
        String topic,
        int partition,
        long offset,
        String key,
        @Nullable Object value,
        Instant timestamp) {}
