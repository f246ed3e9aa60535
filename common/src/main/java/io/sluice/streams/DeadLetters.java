package io.sluice.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Bytes;
import io.sluice.command.DeadLetter;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes dead letters of records that a topology has read.
///
/// A dead letter must itself fit a record, however big the bad one was: more than [#MAX_VALUE_BYTES] of value,
/// [#MAX_HEADERS] headers or [#MAX_TEXT] characters of a key or header are cut off.
public final class DeadLetters {

    /// Longest value that is kept whole.
    public static final int MAX_VALUE_BYTES = 1024 * 1024;

    static final int MAX_HEADERS = 32;
    static final int MAX_TEXT = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private DeadLetters() {}

    /// Gives up `record`, which was read from `place` and cannot be done for `reason`: logs it and makes its letter.
    ///
    /// @param attempts how often it was tried
    /// @param now      when it was given up
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
        return new DeadLetter(
                place.topic(),
                place.partition(),
                place.offset(),
                record.key() == null ? null : cut(record.key()),
                value(record.value()),
                headers(record.headers()),
                reason,
                attempts,
                Instant.ofEpochMilli(record.timestamp()),
                now);
    }

    /// `detail` short enough for a reason: a parser may quote all of what it was given.
    public static Rejection.MalformedCommand malformed(@Nullable String detail) {
        return new Rejection.MalformedCommand(cut(detail == null ? "no detail" : detail));
    }

    private static Bytes value(byte @Nullable [] value) {
        if (value == null) {
            return Bytes.of(new byte[0]);
        }
        return Bytes.of(value.length <= MAX_VALUE_BYTES ? value : Arrays.copyOf(value, MAX_VALUE_BYTES));
    }

    private static Map<String, String> headers(Headers headers) {
        var texts = new HashMap<String, String>();
        for (var header : headers) {
            if (texts.size() == MAX_HEADERS) {
                break;
            }
            texts.put(cut(header.key()), header.value() == null ? "" : cut(new String(header.value(), UTF_8)));
        }
        return texts;
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
