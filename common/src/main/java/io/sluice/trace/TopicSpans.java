package io.sluice.trace;

import io.sluice.trace.Spans.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;

/// The steps that publish records and work on them.
public final class TopicSpans {

    private TopicSpans() {}

    /// Runs `send`, which publishes a record with the [headers][TraceHeaders#ofCurrent] of its scope. The step ends
    /// when the record is published.
    public static <T> CompletableFuture<T> publish(String topic, Supplier<CompletableFuture<T>> send) {
        if (!Spans.isRecording()) {
            return send.get();
        }
        var span = Spans.begin("publish", Kind.PRODUCER, Scope.current().trace());
        describe(span, "publish", "send", topic);
        return span.call(send::get).whenComplete((_, fault) -> {
            if (fault != null) {
                span.failed(fault);
            }
            span.end();
        });
    }

    /// Begins the work on a record, which the caller ends.
    ///
    /// @param headers headers of the record
    public static Span begin(String topic, Headers headers) {
        var span =
                Spans.begin("process", Kind.CONSUMER, TraceHeaders.find(headers).orElse(null));
        describe(span, "process", "process", topic);
        return span;
    }

    /// Runs the work on a record.
    ///
    /// @param headers headers of the record
    public static <X extends Throwable> void run(String topic, Headers headers, Scope.Body<X> body) throws X {
        var _ = TopicSpans.<Boolean, X>call(topic, headers, () -> {
            body.run();
            return true;
        });
    }

    /// Runs the work on a record and returns its result.
    ///
    /// @param headers headers of the record
    public static <T, X extends Throwable> T call(String topic, Headers headers, ScopedValue.CallableOp<T, X> body)
            throws X {
        return begin(topic, headers).callAndEnd(body);
    }

    private static void describe(Span span, String operation, String type, String topic) {
        span.name(operation, topic);
        span.attribute("messaging.system", "kafka");
        span.attribute("messaging.operation.name", operation);
        span.attribute("messaging.operation.type", type);
        span.attribute("messaging.destination.name", topic);
    }
}
