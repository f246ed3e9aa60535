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

/// The messages of one Streams task that have to be told, by organization and in the order in which they are due.
final class Deliveries {

    /// Organization, due time and message id → message.
    static final String STORE = "deliveries";

    private final KeyValueStore<String, WebhookDelivery> store;

    /// How many each organization has, for without them a look at each one's next would be a look at all.
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

    /// @param place as [#forEachDue] told it
    void remove(String place) {
        var removed = store.delete(place);
        if (removed != null) {
            counts.computeIfPresent(removed.organization(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Whether there are messages, be they due or not.
    boolean hasAny() {
        return !counts.isEmpty();
    }

    /// Those that have messages, as it is now.
    ///
    /// @param last whose turn is last
    List<Organization> organizations(@Nullable Organization last) {
        if (last == null) {
            return List.copyOf(counts.keySet());
        }
        var inTurn = new ArrayList<>(counts.tailMap(last, false).keySet());
        inTurn.addAll(counts.headMap(last, true).keySet());
        return inTurn;
    }

    /// Hands the messages of `organization` that are due at `now` and their places to `next`, the longest overdue
    /// first, until it says no.
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

    /// Digits that sort like the numbers; of a name and what goes on from it, a `/` keeps apart.
    private static String atTime(Organization organization, long epochMillis) {
        return organization.name() + "/%019d".formatted(Math.max(0, epochMillis));
    }
}
