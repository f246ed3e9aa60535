package io.sluice.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.command.Bytes;
import io.sluice.command.RecordCopy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// Bounded copies of records, so that a dead letter always fits on its topic, whatever another producer has
/// sent: what exceeds [#MAX_VALUE_BYTES] of value, [#MAX_HEADERS] headers or [#MAX_TEXT] characters of a key
/// or header is cut off.
public final class RecordCopies {

    /// Length of the longest value that is copied completely, in bytes. It is also the length of the longest
    /// command, so that a dead letter contains the whole command.
    public static final int MAX_VALUE_BYTES = 1024 * 1024;

    /// Header that is added when the value was cut: its original length in bytes. Such a record cannot be
    /// replayed.
    public static final String ORIGINAL_LENGTH = "sluice-original-length";

    static final int MAX_HEADERS = 32;
    static final int MAX_TEXT = 1_000;

    private RecordCopies() {}

    /// Copies a record.
    public static RecordCopy of(@Nullable String key, byte @Nullable [] value, Headers headers) {
        var texts = headers(headers);
        byte[] whole = value == null ? new byte[0] : value;
        if (whole.length > MAX_VALUE_BYTES) {
            texts.put(ORIGINAL_LENGTH, Integer.toString(whole.length));
        }
        byte[] kept = whole.length > MAX_VALUE_BYTES ? Arrays.copyOf(whole, MAX_VALUE_BYTES) : whole;
        return new RecordCopy(key == null ? null : text(key), Bytes.of(kept), texts);
    }

    /// Returns headers as text, bounded in number and length.
    ///
    /// @return a map that the caller may change
    public static Map<String, String> headers(Headers headers) {
        var texts = new LinkedHashMap<String, String>();
        for (var header : headers) {
            if (texts.size() == MAX_HEADERS) {
                break;
            }
            texts.put(text(header.key()), value(header));
        }
        return texts;
    }

    /// Returns `text`, cut to the maximum length.
    public static String text(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static String value(Header header) {
        byte[] value = header.value();
        return value == null ? "" : new String(value, 0, Math.min(value.length, MAX_TEXT), UTF_8);
    }
}
