package io.sluice.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Bytes;
import io.sluice.command.DeadLetter;
import io.sluice.command.OperationId;
import io.sluice.command.Rejection;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Turns records into dead letters that always fit on their topic, whatever a foreign producer sent.
public final class DeadLetters {

    /// Longest value that is kept whole, in bytes; the longest command too, so that a dead letter holds all of one.
    public static final int MAX_VALUE_BYTES = 1024 * 1024;

    /// Added to the headers of a dead letter whose value was cut; tells the original length in bytes.
    static final String CUT = "sluice-original-length";

    static final int MAX_HEADERS = 32;
    static final int MAX_TEXT = 1_000;

    private DeadLetters() {}

    /// The key under which the letter is published: the operation when the record's key tells it, else where
    /// the record was.
    public static String key(ConsumerRecord<String, byte[]> record) {
        return record.key() != null && OperationId.isValid(record.key())
                ? record.key()
                : record.topic() + "-" + record.partition() + "-" + record.offset();
    }

    public static DeadLetter of(ConsumerRecord<String, byte[]> record, Rejection reason, int attempts, Instant now) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        var headers = headers(record);
        if (value.length > MAX_VALUE_BYTES) {
            headers.put(CUT, Integer.toString(value.length));
            value = Arrays.copyOf(value, MAX_VALUE_BYTES);
        }
        return new DeadLetter(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? null : cut(record.key()),
                Bytes.of(value),
                headers,
                reason,
                attempts,
                Instant.ofEpochMilli(record.timestamp()),
                now);
    }

    /// The headers of a record as text, as many and as much of them as fits.
    public static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
        var texts = new LinkedHashMap<String, String>();
        for (var header : record.headers()) {
            if (texts.size() == MAX_HEADERS) {
                break;
            }
            texts.put(cut(header.key()), cut(text(header.value())));
        }
        return texts;
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, 0, Math.min(value.length, MAX_TEXT), UTF_8);
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
