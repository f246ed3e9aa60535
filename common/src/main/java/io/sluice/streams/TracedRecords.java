package io.sluice.streams;

import io.sluice.trace.Scope;
import io.sluice.trace.TraceHeaders;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Hands the trace of a record on to those that a processor makes of it.
public final class TracedRecords {

    private TracedRecords() {}

    /// Works on `record`, in its trace.
    public static void within(Record<@Nullable String, byte @Nullable []> record, Runnable work) {
        Scope.run(TraceHeaders.read(record.headers()), work::run);
    }

    /// A record in the trace of what is being worked on.
    public static <V> Record<@Nullable String, V> of(@Nullable String key, @Nullable V value, Instant now) {
        return new Record<>(key, value, now.toEpochMilli(), TraceHeaders.ofCurrent());
    }
}
