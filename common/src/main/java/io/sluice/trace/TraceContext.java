package io.sluice.trace;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A position in a trace, in the format of [W3C Trace Context](https://www.w3.org/TR/trace-context/).
///
/// @param parent version, trace id, id of the parent span, and flags: the value of the header `traceparent`
/// @param state  vendor-specific data of other systems: the value of the header `tracestate`; empty when
///               there is none
public record TraceContext(String parent, String state) {

    public static final String PARENT = "traceparent";
    public static final String STATE = "tracestate";

    /// Response header with the trace of the request, from a draft of the same working group.
    public static final String RESPONSE = "traceresponse";

    private static final int LENGTH = 55;
    private static final int SPAN_BYTES = 8;
    private static final int TRACE_BYTES = 16;

    private static final int SAMPLED = 0b01;

    /// The flags sampled and random; all others are set to zero when they are propagated.
    private static final int KNOWN_FLAGS = 0b11;

    /// A later version may append fields after the flags; version `ff` is invalid.
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final SecureRandom RANDOM = new SecureRandom();

    public TraceContext {
        if (!FORM.matcher(parent).matches() || parent.length() != LENGTH) {
            throw new IllegalArgumentException("not a traceparent: " + parent);
        }
    }

    /// Parses a pair of headers; empty when they are missing or malformed.
    ///
    /// @param state all headers of this name, joined by commas
    public static Optional<TraceContext> parse(@Nullable String parent, @Nullable String state) {
        var matcher = FORM.matcher(parent == null ? "" : parent);
        if (!matcher.matches() || (matcher.group(1).equals("00") && matcher.group(5) != null)) {
            return Optional.empty();
        }
        var flags = Integer.parseInt(matcher.group(4), 16) & KNOWN_FLAGS;
        return Optional.of(new TraceContext(
                "00-" + matcher.group(2) + '-' + matcher.group(3) + "-0" + flags,
                TraceState.bounded(state == null ? "" : state)));
    }

    /// Creates the root of a new trace that is not sampled.
    public static TraceContext fresh() {
        return new TraceContext("00-" + random(TRACE_BYTES) + '-' + random(SPAN_BYTES) + "-00", "");
    }

    /// Creates a child span in the same trace.
    public TraceContext child() {
        return withSpan(random(SPAN_BYTES));
    }

    /// Returns the trace id: 32 hexadecimal digits.
    public String traceId() {
        return parent.substring(3, 35);
    }

    /// Returns the id of the span: 16 hexadecimal digits.
    String spanId() {
        return parent.substring(36, 52);
    }

    /// Returns whether the spans of the trace are exported.
    boolean isSampled() {
        return (Character.digit(parent.charAt(LENGTH - 1), 16) & SAMPLED) != 0;
    }

    /// Returns the position of another span in the same trace.
    TraceContext withSpan(String id) {
        return new TraceContext(parent.substring(0, 36) + id + parent.substring(52), state);
    }

    private static String random(int bytes) {
        var id = new byte[bytes];
        RANDOM.nextBytes(id);
        id[0] |= 1; // an id of zeros is invalid
        return HexFormat.of().formatHex(id);
    }
}
