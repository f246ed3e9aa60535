package io.sluice.streams.topology;

import io.sluice.command.DeadLetter;
import io.sluice.command.RecordPosition;
import io.sluice.command.Rejection;
import io.sluice.kafka.RecordCopies;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A factory of dead letters for records that a topology has read.
public final class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private DeadLetters() {}

    /// Logs that `record`, which was read from `place`, is given up for `reason`, and returns its dead
    /// letter.
    ///
    /// @param attempts number of attempts
    /// @param now      time of giving it up
    public static DeadLetter giveUp(
            Record<@Nullable String, byte @Nullable []> record,
            RecordMetadata place,
            Rejection reason,
            int attempts,
            Instant now) {
        LOG.atWarn()
                .addKeyValue("topic", place.topic())
                .addKeyValue("partition", place.partition())
                .addKeyValue("offset", place.offset())
                .addKeyValue("reason", reason.code())
                .addKeyValue("detail", reason.message())
                .log("record given up");
        var copy = RecordCopies.of(record.key(), record.value(), record.headers());
        return new DeadLetter(
                new RecordPosition(place.topic(), place.partition(), place.offset()),
                copy,
                reason,
                attempts,
                Instant.ofEpochMilli(record.timestamp()),
                now);
    }

    /// Returns the reason with a bounded `detail`: a parser may quote its whole input.
    public static Rejection.MalformedCommand malformed(@Nullable String detail) {
        return new Rejection.MalformedCommand(RecordCopies.text(detail == null ? "no detail" : detail));
    }
}
