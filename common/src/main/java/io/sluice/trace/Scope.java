package io.sluice.trace;

import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/// The current step of a trace in the current thread. Records published within a scope belong to its trace; log
/// lines carry its trace id, and the operation and organization once these are known.
public final class Scope {

    /// Log keys of the ids.
    static final String TRACE = "trace";

    static final String OPERATION = "operation";
    static final String ORGANIZATION = "organization";

    /// Attributes of a span with the same ids.
    private static final String SPAN_PREFIX = "sluice.";

    /// The step of code outside of traces.
    private static final Span OUTSIDE = new Span(TraceContext.fresh());

    private static final ScopedValue<Span> CURRENT = ScopedValue.newInstance();

    private Scope() {}

    /// Code that returns no value.
    @FunctionalInterface
    public interface Body<X extends Throwable> {
        void run() throws X;
    }

    /// Runs `body` within `trace`.
    public static <X extends Throwable> void run(TraceContext trace, Body<X> body) throws X {
        var _ = Scope.<Boolean, X>call(trace, () -> {
            body.run();
            return true;
        });
    }

    /// Runs `body` within `trace` and returns its result.
    public static <T, X extends Throwable> T call(TraceContext trace, ScopedValue.CallableOp<T, X> body) throws X {
        return call(new Span(trace), body);
    }

    /// Runs `body` within a step of a trace and returns its result.
    static <T, X extends Throwable> T call(Span span, ScopedValue.CallableOp<T, X> body) throws X {
        var outside = MDC.getCopyOfContextMap();
        MDC.put(TRACE, span.trace().traceId());
        try {
            return ScopedValue.where(CURRENT, span).call(body);
        } finally {
            MDC.setContextMap(outside == null ? Map.of() : outside);
        }
    }

    /// Adds the operation and the organization to the log lines of this scope, from here on.
    public static void isAbout(OperationId operation, Organization organization) {
        isAbout(operation);
        isAbout(organization);
    }

    /// Adds the operation to the log lines of this scope, from here on, and to its span.
    public static void isAbout(OperationId operation) {
        isAbout(OPERATION, operation.value());
    }

    /// Adds the organization to the log lines of this scope, from here on, and to its span.
    public static void isAbout(Organization organization) {
        isAbout(ORGANIZATION, organization.name());
    }

    private static void isAbout(String key, String id) {
        MDC.put(key, id);
        if (Spans.isRecording()) {
            Spans.attribute(SPAN_PREFIX + key, id);
        }
    }

    /// Adds the ids of the log lines of this scope to a span that begins in it.
    static void describe(Span span) {
        for (var key : List.of(OPERATION, ORGANIZATION)) {
            var id = MDC.get(key);
            if (id != null) {
                span.attribute(SPAN_PREFIX + key, id);
            }
        }
    }

    /// Returns the current trace, if there is one.
    public static Optional<TraceContext> trace() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get().trace()) : Optional.empty();
    }

    /// Returns the current step, which is not recorded outside of traces.
    static Span current() {
        return CURRENT.orElse(OUTSIDE);
    }
}
