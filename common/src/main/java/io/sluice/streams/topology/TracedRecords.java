package io.sluice.streams.topology;

import io.sluice.trace.Scope;
import io.sluice.trace.TopicSpans;
import io.sluice.trace.TraceHeaders;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// The propagation of traces from a record to the records that a processor derives from it.
public final class TracedRecords {

    private TracedRecords() {}

    /// Runs `work` on `record`, in the trace of the record.
    public static void within(Record<@Nullable String, byte @Nullable []> record, Runnable work) {
        Scope.run(TraceHeaders.read(record.headers()), work::run);
    }

    /// Runs `work` on `record` like [#within], as a step of the trace.
    public static void process(String topic, Record<@Nullable String, byte @Nullable []> record, Runnable work) {
        TopicSpans.run(topic, record.headers(), work::run);
    }

    /// Creates a record in the current trace.
    public static <V> Record<@Nullable String, V> of(@Nullable String key, @Nullable V value, Instant now) {
        return new Record<>(key, value, now.toEpochMilli(), TraceHeaders.ofCurrent());
    }
}
