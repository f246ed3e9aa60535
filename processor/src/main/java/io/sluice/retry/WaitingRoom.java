package io.sluice.retry;

import io.sluice.command.Retry;
import io.sluice.kafka.JsonSerde;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// A store of the waiting commands of one Streams task, in the order in which they are due. A command is
/// stored once, with its latest attempt.
final class WaitingRoom {

    /// Due time and command id → retry, in the order of time.
    static final String WAITING = "waiting";

    /// Command id → its key in [#WAITING].
    static final String SEATS = "seats";

    private final KeyValueStore<String, Retry> waiting;
    private final KeyValueStore<String, String> seats;

    WaitingRoom(ProcessorContext<?, ?> context) {
        waiting = context.getStateStore(WAITING);
        seats = context.getStateStore(SEATS);
    }

    static List<StoreBuilder<?>> builders() {
        return List.of(builder(WAITING, new JsonSerde<>(Retry.class)), builder(SEATS, Serdes.String()));
    }

    private static StoreBuilder<?> builder(String name, Serde<?> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values)
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    /// Stores `retry`, and replaces the same command's earlier attempt or the same retry. A replay of a
    /// finished attempt changes nothing.
    void admit(Retry retry) {
        var id = retry.command().id().value();
        var seat = seats.get(id);
        if (seat != null) {
            var seated = waiting.get(seat);
            if (seated != null && seated.command().attempt() > retry.command().attempt()) {
                return;
            }
            waiting.delete(seat);
        }
        var newSeat = seat(retry);
        waiting.put(newSeat, retry);
        seats.put(id, newSeat);
    }

    boolean isEmpty() {
        try (var all = waiting.all()) {
            return !all.hasNext();
        }
    }

    /// Removes the commands that are due at `now` and passes them to `next`, the longest overdue first, at
    /// most `limit`. Only one at a time is in memory: a retry may contain the bytes of its upload.
    void dismissDue(Instant now, int limit, Consumer<Retry> next) {
        try (var range = waiting.range(atTime(0), atTime(now.toEpochMilli() + 1))) {
            for (var count = 0; count < limit && range.hasNext(); count++) {
                var entry = range.next();
                next.accept(entry.value);
                waiting.delete(entry.key);
                seats.delete(entry.value.command().id().value());
            }
        }
    }

    private static String seat(Retry retry) {
        return atTime(Math.max(0, retry.due().toEpochMilli()))
                + '/'
                + retry.command().id();
    }

    /// Pads digits so that they sort like the numbers.
    private static String atTime(long epochMillis) {
        return "%019d".formatted(epochMillis);
    }
}
