package io.sluice.trace;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a trace, as [W3C Trace Context](https://www.w3.org/TR/trace-context/) writes it.
///
/// @param parent version, trace id, id of the span that things come from, and flags: the value of the header
///               `traceparent`
/// @param state  what other systems along the way add for themselves: the value of the header `tracestate`;
///               empty when there is none
public record TraceContext(String parent, String state) {

    public static final String PARENT = "traceparent";
    public static final String STATE = "tracestate";

    /// Header of an answer, from a draft of the same group: which trace the request was in.
    public static final String RESPONSE = "traceresponse";

    private static final int LENGTH = 55;
    private static final int SPAN_BYTES = 8;
    private static final int TRACE_BYTES = 16;

    /// Sampled and random; all other flags are to be zero when they are handed on.
    private static final int KNOWN_FLAGS = 0b11;

    /// A later version may go on after the flags; `ff` is none.
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final SecureRandom RANDOM = new SecureRandom();

    public TraceContext {
        if (!FORM.matcher(parent).matches() || parent.length() != LENGTH) {
            throw new IllegalArgumentException("not a traceparent: " + parent);
        }
    }

    /// The context in a pair of headers, unless there is none or it is malformed.
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

    /// The beginning of a trace of its own, which nobody has asked to sample.
    public static TraceContext fresh() {
        return new TraceContext("00-" + random(TRACE_BYTES) + '-' + random(SPAN_BYTES) + "-00", "");
    }

    /// The same trace, one step further.
    public TraceContext child() {
        return new TraceContext(parent.substring(0, 36) + random(SPAN_BYTES) + parent.substring(52), state);
    }

    /// 32 hexadecimal digits that all of a trace have in common.
    public String traceId() {
        return parent.substring(3, 35);
    }

    private static String random(int bytes) {
        var id = new byte[bytes];
        RANDOM.nextBytes(id);
        id[0] |= 1; // all zeros are invalid
        return HexFormat.of().formatHex(id);
    }
}
