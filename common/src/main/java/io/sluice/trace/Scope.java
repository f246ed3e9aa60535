package io.sluice.trace;

import io.sluice.command.OperationId;
import io.sluice.image.Organization;
import java.util.Map;
import java.util.Optional;
import org.slf4j.MDC;

/// What the current thread is working on. All that is published within belongs to its trace, and every line that is
/// logged there bears its trace, and its operation and organization once these are known.
public final class Scope {

    /// Names of the ids in the log.
    static final String TRACE = "trace";

    static final String OPERATION = "operation";
    static final String ORGANIZATION = "organization";

    private static final ScopedValue<TraceContext> CURRENT = ScopedValue.newInstance();

    private Scope() {}

    /// Work that gives nothing back.
    @FunctionalInterface
    public interface Body<X extends Throwable> {
        void run() throws X;
    }

    /// Works on something that is in `trace`.
    public static <X extends Throwable> void run(TraceContext trace, Body<X> body) throws X {
        var _ = Scope.<Boolean, X>call(trace, () -> {
            body.run();
            return true;
        });
    }

    /// Works on something that is in `trace`, and gives back what comes of it.
    public static <T, X extends Throwable> T call(TraceContext trace, ScopedValue.CallableOp<T, X> body) throws X {
        var outside = MDC.getCopyOfContextMap();
        MDC.put(TRACE, trace.traceId());
        try {
            return ScopedValue.where(CURRENT, trace).call(body);
        } finally {
            MDC.setContextMap(outside == null ? Map.of() : outside);
        }
    }

    /// From here to the end of the scope it is about this operation.
    public static void isAbout(OperationId operation, Organization organization) {
        isAbout(operation);
        isAbout(organization);
    }

    /// From here to the end of the scope it is about this operation.
    public static void isAbout(OperationId operation) {
        MDC.put(OPERATION, operation.value());
    }

    /// From here to the end of the scope it is about this organization.
    public static void isAbout(Organization organization) {
        MDC.put(ORGANIZATION, organization.name());
    }

    /// The trace of what is being worked on, if anything is.
    public static Optional<TraceContext> trace() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
