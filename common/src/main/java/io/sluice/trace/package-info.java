/// Trace propagation: [io.sluice.trace.TraceContext] travels in the headers of HTTP requests and Kafka
/// records. A receiver opens a [io.sluice.trace.Scope]; within it, published records get the trace headers
/// and log lines get the ids.
@NullMarked
package io.sluice.trace;

import org.jspecify.annotations.NullMarked;
