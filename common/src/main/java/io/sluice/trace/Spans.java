package io.sluice.trace;

import org.jspecify.annotations.Nullable;

/// The steps of traces, which are exported with OpenTelemetry while a [SpanExport] runs, if their trace is
/// sampled. Otherwise code only runs in a [Scope], and no class of OpenTelemetry is loaded.
///
/// Names and attributes follow the semantic conventions of OpenTelemetry. They contain neither credentials nor
/// URLs nor anything else that clients choose, except the names of organizations and operations.
public final class Spans {

    private static volatile @Nullable SpanExport export;

    private Spans() {}

    /// The role of a step, which determines whether its parent is in another process.
    public enum Kind {
        /// A request from a client.
        SERVER,
        /// A request to a server.
        CLIENT,
        /// The publication of a record.
        PRODUCER,
        /// The work on a record.
        CONSUMER,
        /// A part of another step.
        INTERNAL
    }

    /// Exports the spans of this process from now on.
    ///
    /// @param service name of the service
    /// @return ends the export; null when the configuration has no endpoint
    public static @Nullable SpanExport export(TraceConfig config, String service) {
        return config.endpoint() == null ? null : SpanExport.start(config.endpoint(), config.ratio(), service);
    }

    /// Sets or ends the export. The last one that was started receives the spans of a process with several
    /// servers, as tests have.
    static synchronized void started(SpanExport started) {
        export = started;
    }

    static synchronized void ended(SpanExport ended) {
        if (export == ended) {
            export = null;
        }
    }

    /// Begins a step; the caller ends it.
    ///
    /// @param parent the position of the sender; null for a new trace
    public static Span begin(String name, Kind kind, @Nullable TraceContext parent) {
        var current = export;
        if (current != null && (parent == null ? current.samplesNewTrace() : parent.isSampled())) {
            return current.begin(name, kind, parent);
        }
        if (parent == null) {
            return new Span(TraceContext.fresh());
        }
        // a request has an id of its own, which its response contains
        return new Span(kind == Kind.SERVER ? parent.child() : parent);
    }

    /// Runs `body` as a step.
    ///
    /// @param parent the position of the sender; null for a new trace
    public static <X extends Throwable> void run(
            String name, Kind kind, @Nullable TraceContext parent, Scope.Body<X> body) throws X {
        var _ = Spans.<Boolean, X>call(name, kind, parent, () -> {
            body.run();
            return true;
        });
    }

    /// Runs `body` as a step and returns its result.
    ///
    /// @param parent the position of the sender; null for a new trace
    public static <T, X extends Throwable> T call(
            String name, Kind kind, @Nullable TraceContext parent, ScopedValue.CallableOp<T, X> body) throws X {
        return begin(name, kind, parent).callAndEnd(body);
    }

    /// Runs `body` as a part of the current step and returns its result.
    public static <T, X extends Throwable> T call(String name, Kind kind, ScopedValue.CallableOp<T, X> body) throws X {
        return isRecording() ? begin(name, kind, Scope.current().trace()).callAndEnd(body) : body.call();
    }

    /// Returns whether the current step is recorded.
    public static boolean isRecording() {
        return export != null && Scope.current() instanceof RecordedSpan;
    }

    /// Changes the name of the current step.
    public static void name(String operation, String target) {
        Scope.current().name(operation, target);
    }

    /// Sets an attribute of the current step.
    public static void attribute(String key, String value) {
        Scope.current().attribute(key, value);
    }

    /// Sets an attribute of the current step.
    public static void attribute(String key, long value) {
        Scope.current().attribute(key, value);
    }

    /// Records that the current step has failed.
    ///
    /// @param type a code, or the name of a class
    public static void failed(String type) {
        Scope.current().failed(type);
    }

    /// Records that the current step has failed.
    public static void failed(Throwable fault) {
        Scope.current().failed(fault);
    }
}
