package io.sluice.trace;

import io.opentelemetry.api.trace.StatusCode;

/// A step of a trace that is exported after its end.
final class RecordedSpan extends Span {

    private static final String ERROR_TYPE = "error.type";

    private final io.opentelemetry.api.trace.Span span;

    RecordedSpan(TraceContext trace, io.opentelemetry.api.trace.Span span) {
        super(trace);
        this.span = span;
    }

    @Override
    void name(String operation, String target) {
        span.updateName(operation + ' ' + target);
    }

    @Override
    void attribute(String key, String value) {
        span.setAttribute(key, value);
    }

    @Override
    void attribute(String key, long value) {
        span.setAttribute(key, value);
    }

    @Override
    void failed(String type) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(ERROR_TYPE, type);
    }

    /// Records only the class: messages may contain URLs and other data of users.
    @Override
    void failed(Throwable fault) {
        failed(fault.getClass().getName());
    }

    @Override
    public void end() {
        span.end();
    }
}
