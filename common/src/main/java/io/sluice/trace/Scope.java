package io.sluice.trace;

import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/// The trace context of the current thread. Records published within a scope belong to its trace; log lines
/// carry its trace id, and the operation and organization once these are known.
public final class Scope {

    /// Log keys of the ids.
    static final String TRACE = "trace";

    static final String OPERATION = "operation";
    static final String ORGANIZATION = "organization";

    private static final ScopedValue<TraceContext> CURRENT = ScopedValue.newInstance();

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
        var outside = MDC.getCopyOfContextMap();
        MDC.put(TRACE, trace.traceId());
        try {
            return ScopedValue.where(CURRENT, trace).call(body);
        } finally {
            MDC.setContextMap(outside == null ? Map.of() : outside);
        }
    }

    /// Adds the operation and the organization to the log lines of this scope, from here on.
    public static void isAbout(OperationId operation, Organization organization) {
        isAbout(operation);
        isAbout(organization);
    }

    /// Adds the operation to the log lines of this scope, from here on.
    public static void isAbout(OperationId operation) {
        MDC.put(OPERATION, operation.value());
    }

    /// Adds the organization to the log lines of this scope, from here on.
    public static void isAbout(Organization organization) {
        MDC.put(ORGANIZATION, organization.name());
    }

    /// Returns the current trace, if there is one.
    public static Optional<TraceContext> trace() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
