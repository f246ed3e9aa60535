package io.sluice.catalog;

import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.kafka.JsonSerde;
import io.sluice.kafka.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The catalog's state in the stores of one Streams task, that is of the organizations of one partition.
///
/// Images are kept under `organization/hash`, so that those of one organization lie in the order of their hashes.
final class CatalogStores implements CatalogState {

    static final String IMAGES = "images";
    static final String ORGANIZATIONS = "organizations";
    static final String USERS = "users";
    static final String NUMBERING = "numbering";

    /// The only key of [#NUMBERING].
    static final String CURRENT = "current";

    /// The first text behind all hashes: `g` follows the digits `0` to `f`.
    private static final String AFTER_ALL_HASHES = "g";

    private final KeyValueStore<String, ImageState> images;
    private final KeyValueStore<String, OrganizationState> organizations;
    private final KeyValueStore<String, UserAccount> users;
    private final KeyValueStore<String, Numbering> numberings;

    CatalogStores(ProcessorContext<?, ?> context) {
        images = context.getStateStore(IMAGES);
        organizations = context.getStateStore(ORGANIZATIONS);
        users = context.getStateStore(USERS);
        numberings = context.getStateStore(NUMBERING);
    }

    static List<StoreBuilder<?>> builders() {
        return List.of(
                builder(Stores.persistentKeyValueStore(IMAGES), new JsonSerde<>(ImageState.class)),
                builder(Stores.persistentKeyValueStore(ORGANIZATIONS), new JsonSerde<>(OrganizationState.class)),
                builder(Stores.persistentKeyValueStore(USERS), new JsonSerde<>(UserAccount.class)),
                // one record, not worth a database of its own
                builder(Stores.inMemoryKeyValueStore(NUMBERING), new JsonSerde<>(Numbering.class)));
    }

    private static StoreBuilder<?> builder(KeyValueBytesStoreSupplier store, Serde<?> values) {
        return Stores.keyValueStoreBuilder(store, Serdes.String(), values)
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    @Override
    public Optional<OrganizationState> organization(Organization name) {
        return Optional.ofNullable(organizations.get(name.name()));
    }

    @Override
    public Optional<UserAccount> user(UserId id) {
        return Optional.ofNullable(users.get(id.toString()));
    }

    @Override
    public Optional<ImageState> image(Organization organization, ImageHash hash) {
        return Optional.ofNullable(images.get(Topics.imageKey(organization, hash.value())));
    }

    @Override
    public Optional<ImageHash> hashBefore(Organization organization, ImageHash hash) {
        return firstOther(
                images.reverseRange(Topics.imageKey(organization, ""), Topics.imageKey(organization, hash.value())),
                hash);
    }

    @Override
    public Optional<ImageHash> hashAfter(Organization organization, ImageHash hash) {
        return firstOther(
                images.range(
                        Topics.imageKey(organization, hash.value()), Topics.imageKey(organization, AFTER_ALL_HASHES)),
                hash);
    }

    /// How the commands of the topic `log` are numbered. When it is another topic than the state was made from, its
    /// numbers go on where those of the old one ended.
    Numbering numbering(String log) {
        var known = numberings.get(CURRENT);
        if (known != null && known.log().equals(log)) {
            return known;
        }
        // with none known this is the first topic; should there be state, a crash has cost us the numbering just made
        var fresh = new Numbering(log, known == null ? 0 : highestNumber());
        numberings.put(CURRENT, fresh);
        return fresh;
    }

    /// Reads everything: worth the time, for a topic is hardly ever made anew.
    private long highestNumber() {
        var highest = 0L;
        try (var all = images.all()) {
            while (all.hasNext()) {
                highest = Math.max(highest, all.next().value.image().revision());
            }
        }
        try (var all = organizations.all()) {
            while (all.hasNext()) {
                highest = Math.max(highest, all.next().value.number());
            }
        }
        return highest;
    }

    void write(StateChange change) {
        switch (change) {
            case StateChange.PutImage(var state) -> {
                var image = state.image();
                images.put(Topics.imageKey(image.organization(), image.hash().value()), state);
            }
            case StateChange.PutOrganization(var state) ->
                organizations.put(state.account().name().name(), state);
            case StateChange.PutUser(var user) -> users.put(user.id().toString(), user);
        }
    }

    /// Ranges include their ends, and `hash` may be one.
    private static Optional<ImageHash> firstOther(KeyValueIterator<String, ImageState> range, ImageHash hash) {
        try (range) {
            while (range.hasNext()) {
                var key = range.peekNextKey();
                var found = key.substring(key.indexOf('/') + 1);
                if (!found.equals(hash.value())) {
                    return Optional.of(new ImageHash(found));
                }
                range.next();
            }
            return Optional.empty();
        }
    }
}
