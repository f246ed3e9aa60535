package io.sluice.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Trace contexts as headers of Kafka records, named like those of HTTP.
public final class TraceHeaders {

    private static final int MAX_LENGTH = 4096;

    private TraceHeaders() {}

    /// The trace that a record is in; one of its own when it has none, or a malformed one.
    public static TraceContext read(Headers headers) {
        return TraceContext.parse(text(headers, TraceContext.PARENT), text(headers, TraceContext.STATE))
                .orElseGet(TraceContext::fresh);
    }

    /// The headers of a record that comes of what is being worked on, see [Scope].
    public static Headers ofCurrent() {
        var headers = new RecordHeaders();
        textsOfCurrent().forEach((name, value) -> headers.add(name, value.getBytes(ISO_8859_1)));
        return headers;
    }

    /// The same as text.
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
