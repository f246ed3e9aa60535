package io.sluice.trace;

/// A step of a trace, from its beginning to [#end()]. Code runs within it on any thread, also several times.
/// This class is a step that is not recorded: it is only a position in the trace.
public sealed class Span permits RecordedSpan {

    private final TraceContext trace;

    Span(TraceContext trace) {
        this.trace = trace;
    }

    /// Returns the position of this step in its trace.
    public TraceContext trace() {
        return trace;
    }

    /// Runs `body` in a [Scope] with this step as the current one, and returns its result.
    public <T, X extends Throwable> T call(ScopedValue.CallableOp<T, X> body) throws X {
        return Scope.call(this, body);
    }

    /// Runs `body` like [#call], and then ends this step; it has failed when `body` throws.
    <T, X extends Throwable> T callAndEnd(ScopedValue.CallableOp<T, X> body) throws X {
        try {
            return call(body);
        } catch (Throwable e) {
            failed(e);
            throw e;
        } finally {
            end();
        }
    }

    void name(String operation, String target) {}

    void attribute(String key, String value) {}

    void attribute(String key, long value) {}

    void failed(String type) {}

    void failed(Throwable fault) {}

    /// Ends this step.
    public void end() {}
}
