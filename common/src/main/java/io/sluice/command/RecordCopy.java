package io.sluice.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A copy of a record of Kafka.
///
/// @param key     key of the record, as text
/// @param value   value of the record, as the bytes that were read; empty when it has none
/// @param headers headers of the record, as text
public record RecordCopy(@Nullable String key, Bytes value, Map<String, String> headers) {

    public RecordCopy {
        headers = Map.copyOf(headers);
    }
}
