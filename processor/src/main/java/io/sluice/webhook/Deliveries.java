package io.sluice.webhook;

import io.sluice.command.WebhookDelivery;
import io.sluice.image.Organization;
import io.sluice.kafka.JsonSerde;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// A store of the pending messages of one Streams task, by organization and in the order in which they are
/// due.
final class Deliveries {

    /// Organization, due time and message id → message.
    static final String STORE = "deliveries";

    private final KeyValueStore<String, WebhookDelivery> store;

    /// Number of messages of each organization; without it, finding the organizations would read all messages.
    private final NavigableMap<Organization, Integer> counts =
            new TreeMap<>((a, b) -> a.name().compareTo(b.name()));

    Deliveries(ProcessorContext<?, ?> context) {
        store = context.getStateStore(STORE);
        try (var all = store.all()) {
            all.forEachRemaining(entry -> counts.merge(entry.value.organization(), 1, Integer::sum));
        }
    }

    static StoreBuilder<?> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE), Serdes.String(), new JsonSerde<>(WebhookDelivery.class))
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    void add(WebhookDelivery delivery, Instant due) {
        var place = atTime(delivery.organization(), due.toEpochMilli()) + '/' + delivery.messageId();
        if (store.get(place) == null) {
            counts.merge(delivery.organization(), 1, Integer::sum);
        }
        store.put(place, delivery);
    }

    /// @param place as passed by [#forEachDue]
    void remove(String place) {
        var removed = store.delete(place);
        if (removed != null) {
            counts.computeIfPresent(removed.organization(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Whether there are messages, due or not.
    boolean hasAny() {
        return !counts.isEmpty();
    }

    /// Returns a snapshot of the organizations that have messages.
    ///
    /// @param last the organization that comes last
    List<Organization> organizations(@Nullable Organization last) {
        if (last == null) {
            return List.copyOf(counts.keySet());
        }
        var inTurn = new ArrayList<>(counts.tailMap(last, false).keySet());
        inTurn.addAll(counts.headMap(last, true).keySet());
        return inTurn;
    }

    /// Passes the messages of `organization` that are due at `now`, with their places, to `next`, the longest
    /// overdue first, until it returns false.
    void forEachDue(Organization organization, Instant now, BiPredicate<String, WebhookDelivery> next) {
        try (var range = store.range(atTime(organization, 0), atTime(organization, now.toEpochMilli() + 1))) {
            while (range.hasNext()) {
                var entry = range.next();
                if (!next.test(entry.key, entry.value)) {
                    return;
                }
            }
        }
    }

    /// Pads digits so that they sort like the numbers; the `/` separates a name from longer ones that begin
    /// with it.
    private static String atTime(Organization organization, long epochMillis) {
        return organization.name() + "/%019d".formatted(Math.max(0, epochMillis));
    }
}
