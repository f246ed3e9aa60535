/// What ties together all that comes of one request: [io.sluice.trace.TraceContext] is what is handed on, as headers of
/// HTTP and of Kafka; [io.sluice.trace.Scope] is where code runs that works on it, which gives its records those
/// headers and its log lines their ids. Opened by whoever receives something, read by whoever publishes.
@NullMarked
package io.sluice.trace;

import org.jspecify.annotations.NullMarked;
