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
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The catalog's state in the stores of one Streams task, that is of the organizations of one partition.
///
/// Images are kept under `organization/hash`, so that those of one organization lie in the order of their hashes.
final class CatalogStores implements CatalogState {

    static final String IMAGES = "images";
    static final String REVISIONS = "revisions";
    static final String ORGANIZATIONS = "organizations";
    static final String USERS = "users";

    /// The first text behind all hashes: `g` follows the digits `0` to `f`.
    private static final String AFTER_ALL_HASHES = "g";

    private final KeyValueStore<String, ImageState> images;
    private final KeyValueStore<String, Long> revisions;
    private final KeyValueStore<String, OrganizationState> organizations;
    private final KeyValueStore<String, UserAccount> users;

    CatalogStores(ProcessorContext<?, ?> context) {
        images = context.getStateStore(IMAGES);
        revisions = context.getStateStore(REVISIONS);
        organizations = context.getStateStore(ORGANIZATIONS);
        users = context.getStateStore(USERS);
    }

    static List<StoreBuilder<?>> builders() {
        return List.of(
                builder(IMAGES, new JsonSerde<>(ImageState.class)),
                builder(REVISIONS, Serdes.Long()),
                builder(ORGANIZATIONS, new JsonSerde<>(OrganizationState.class)),
                builder(USERS, new JsonSerde<>(UserAccount.class)));
    }

    private static StoreBuilder<?> builder(String name, Serde<?> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values)
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

    @Override
    public long revision(Organization organization) {
        var revision = revisions.get(organization.name());
        return revision == null ? 0 : revision;
    }

    void write(StateChange change) {
        switch (change) {
            case StateChange.PutImage(var state) -> {
                var image = state.image();
                if (image.revision() > revision(image.organization())) {
                    revisions.put(image.organization().name(), image.revision());
                }
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
