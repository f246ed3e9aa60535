package io.sluice.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Trace contexts in the headers of Kafka records, under the same names as in HTTP.
public final class TraceHeaders {

    private static final int MAX_LENGTH = 4096;

    private TraceHeaders() {}

    /// Reads the trace of a record; creates a new trace when the headers are missing or malformed.
    public static TraceContext read(Headers headers) {
        return find(headers).orElseGet(TraceContext::fresh);
    }

    /// Reads the trace of a record; empty when the headers are missing or malformed.
    static Optional<TraceContext> find(Headers headers) {
        return TraceContext.parse(text(headers, TraceContext.PARENT), text(headers, TraceContext.STATE));
    }

    /// Returns the headers for a record published in the current [Scope].
    public static Headers ofCurrent() {
        var headers = new RecordHeaders();
        textsOfCurrent().forEach((name, value) -> headers.add(name, value.getBytes(ISO_8859_1)));
        return headers;
    }

    /// Returns the same headers as text.
    public static Map<String, String> textsOfCurrent() {
        var texts = new LinkedHashMap<String, String>();
        Scope.trace().ifPresent(trace -> {
            texts.put(TraceContext.PARENT, trace.parent());
            if (!trace.state().isEmpty()) {
                texts.put(TraceContext.STATE, trace.state());
            }
        });
        return texts;
    }

    private static @Nullable String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null || header.value() == null || header.value().length > MAX_LENGTH
                ? null
                : new String(header.value(), ISO_8859_1);
    }
}
