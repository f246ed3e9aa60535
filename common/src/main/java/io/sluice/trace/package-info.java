/// Traces: [io.sluice.trace.TraceContext] travels in the headers of HTTP requests and Kafka records. A receiver
/// opens a [io.sluice.trace.Scope]; within it, published records get the trace headers and log lines get the ids.
/// [io.sluice.trace.Spans] opens a scope for a step of the trace, which [io.sluice.trace.SpanExport] exports when
/// that is configured.
@NullMarked
package io.sluice.trace;

import org.jspecify.annotations.NullMarked;
