package io.sluice.catalog;

import io.sluice.account.Usage;
import io.sluice.account.UserId;
import io.sluice.catalog.edit.MetadataLimits;
import io.sluice.catalog.edit.Numbering;
import io.sluice.catalog.state.BinaryState;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.Deleted;
import io.sluice.catalog.state.HashEntry;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.catalog.state.StateChange;
import io.sluice.catalog.state.UserState;
import io.sluice.command.Rejection;
import io.sluice.image.BinaryHash;
import io.sluice.image.BinaryKey;
import io.sluice.image.BlobKey;
import io.sluice.image.CatalogKey;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.kafka.JsonSerde;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The catalog's state in the stores of one Streams task, for the organizations of one partition.
///
/// Images are stored with their binary, under `organization/binary hash`. A separate store with the keys
/// `organization/hash` maps their hashes to binaries, and orders the hashes of an organization.
final class CatalogStores implements CatalogState {

    static final String BINARIES = "binaries";
    static final String HASHES = "hashes";
    static final String ORGANIZATIONS = "organizations";
    static final String USERS = "users";
    static final String DELETIONS = "deletions";
    static final String NUMBERING = "numbering";
    static final String USAGE = "usage";

    /// The only key of [#NUMBERING].
    static final String CURRENT = "current";

    /// The first text behind all hashes: `g` follows the digits `0` to `f`.
    static final String AFTER_ALL_HASHES = "g";

    /// Maximum size of a record in bytes: the characters that [MetadataLimits] allows, and room for the other
    /// fields.
    private static final int MAX_RECORD_BYTES = 4 * MetadataLimits.MAX_BINARY;

    private final KeyValueStore<String, BinaryState> binaries;
    private final KeyValueStore<String, HashEntry> hashes;
    private final KeyValueStore<String, OrganizationState> organizations;
    private final KeyValueStore<String, UserState> users;
    private final DeletionStore deletions;
    private final KeyValueStore<String, Numbering> numberings;
    private final StoredCounts counts;
    private final UsageCounter usage;
    private long replayedUntil;

    CatalogStores(ProcessorContext<?, ?> context) {
        binaries = context.getStateStore(BINARIES);
        hashes = context.getStateStore(HASHES);
        organizations = context.getStateStore(ORGANIZATIONS);
        users = context.getStateStore(USERS);
        deletions = new DeletionStore(context.getStateStore(DELETIONS));
        numberings = context.getStateStore(NUMBERING);
        counts = new StoredCounts(binaries);
        usage = new UsageCounter(context.getStateStore(USAGE), this);
    }

    static List<StoreBuilder<?>> builders() {
        return List.of(
                builder(Stores.persistentKeyValueStore(BINARIES), new JsonSerde<>(BinaryState.class)),
                builder(Stores.persistentKeyValueStore(HASHES), new JsonSerde<>(HashEntry.class)),
                builder(Stores.persistentKeyValueStore(ORGANIZATIONS), new JsonSerde<>(OrganizationState.class)),
                builder(Stores.persistentKeyValueStore(USERS), new JsonSerde<>(UserState.class)),
                builder(Stores.persistentKeyValueStore(DELETIONS), new JsonSerde<>(Deleted.class)),
                builder(Stores.persistentKeyValueStore(USAGE), new JsonSerde<>(CountedDay.class)),
                // a single record does not need a database
                builder(Stores.inMemoryKeyValueStore(NUMBERING), new JsonSerde<>(Numbering.class)));
    }

    private static StoreBuilder<?> builder(KeyValueBytesStoreSupplier store, Serde<?> values) {
        return Stores.keyValueStoreBuilder(store, Serdes.String(), values)
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES)));
    }

    @Override
    public Optional<OrganizationState> organization(Organization name) {
        return Optional.ofNullable(organizations.get(name.name()));
    }

    @Override
    public Optional<UserState> user(UserId id) {
        return Optional.ofNullable(users.get(id.toString()));
    }

    @Override
    public Optional<BinaryState> binary(Organization organization, BinaryHash hash) {
        return Optional.ofNullable(binaries.get(new BinaryKey(organization, hash).text()));
    }

    @Override
    public Usage usage(Organization organization) {
        return counts.of(organization);
    }

    @Override
    public long replayedUntil() {
        return replayedUntil;
    }

    /// Records that the command with this number may have been decided before.
    void mayBeReplay(long number) {
        replayedUntil = Math.max(replayedUntil, number);
    }

    @Override
    public Optional<Rejection> refusal(Organization organization, ImageHash hash, long number) {
        return deletions.refusal(organization, hash, number);
    }

    @Override
    public Optional<HashEntry> entry(Organization organization, ImageHash hash) {
        return Optional.ofNullable(hashes.get(new ImageKey(organization, hash).text()));
    }

    @Override
    public Optional<ImageHash> hashBefore(Organization organization, ImageHash hash) {
        return firstOther(
                hashes.reverseRange(CatalogKey.prefix(organization), new ImageKey(organization, hash).text()), hash);
    }

    @Override
    public Optional<ImageHash> hashAfter(Organization organization, ImageHash hash) {
        return firstOther(
                hashes.range(
                        new ImageKey(organization, hash).text(), CatalogKey.prefix(organization) + AFTER_ALL_HASHES),
                hash);
    }

    /// Returns the counter of uploads.
    UsageCounter usageCounter() {
        return usage;
    }

    /// Returns the deleted and the purged images, by time.
    DeletionStore deletions() {
        return deletions;
    }

    /// Returns the numbering of commands of the topic `log`. When the state was built from another topic, the
    /// numbers continue after the last one of that topic.
    Numbering numbering(String log) {
        var known = numberings.get(CURRENT);
        if (known != null && known.log().equals(log)) {
            return known;
        }
        // without a numbering this is the first topic; if there is state, a crash has lost the new numbering
        var fresh = new Numbering(log, known == null ? 0 : highestNumber());
        numberings.put(CURRENT, fresh);
        return fresh;
    }

    /// Returns the highest number in the state. It reads everything, which is acceptable because topics are
    /// rarely recreated.
    private long highestNumber() {
        var highest = 0L;
        try (var all = binaries.all()) {
            while (all.hasNext()) {
                highest = Math.max(highest, all.next().value.number());
            }
        }
        try (var all = organizations.all()) {
            while (all.hasNext()) {
                highest = Math.max(highest, all.next().value.number());
            }
        }
        try (var all = users.all()) {
            while (all.hasNext()) {
                highest = Math.max(highest, all.next().value.number());
            }
        }
        return highest;
    }

    void write(StateChange change) {
        switch (change) {
            case StateChange.PutBinary(var state) -> {
                counts.replace(state);
                binaries.put(new BinaryKey(state.organization(), state.binaryHash()).text(), state);
            }
            case StateChange.PutHash(var organization, var hash, var entry) ->
                hashes.put(new ImageKey(organization, hash).text(), entry);
            case StateChange.PutDeletion(var organization, var hash, var deleted) ->
                deletions.put(organization, hash, deleted);
            case StateChange.RemoveDeletion(var organization, var hash, var deleted) ->
                deletions.remove(organization, hash, deleted);
            case StateChange.PutRemains(var organization, var hash, var purged) ->
                deletions.putRemains(organization, hash, purged);
            case StateChange.PutRefusal(var organization, var hash, var number, var refused) ->
                deletions.putRefusal(organization, hash, number, refused);
            case StateChange.PutOrganization(var state) ->
                organizations.put(state.account().name().name(), state);
            case StateChange.PutUser(var state) ->
                users.put(state.account().id().toString(), state);
            case StateChange.PublishImage _, StateChange.PublishTombstone _ -> {
                // nothing to store
            }
        }
    }

    /// Removes the remains of an image that was purged by the command with the number `purged`, once neither
    /// that command nor an earlier one can be replayed any more.
    ///
    /// @param settled the highest number that cannot be replayed any more
    /// @return whether nothing remains; false as long as another command about its binary may be replayed
    boolean removeRemains(Organization organization, ImageHash hash, long purged, long settled) {
        var entry = entry(organization, hash);
        var state = entry.flatMap(it -> binary(organization, it.binaryHash()));
        var found = state.flatMap(it -> it.variant(hash)).filter(it -> it.purged() == purged);
        if (found.isEmpty()) {
            return true; // it has been created again
        }
        if (state.get().number() > settled) {
            return false;
        }
        var others = state.get().variants().stream()
                .filter(it -> !it.image().hash().equals(hash))
                .toList();
        var key = new BinaryKey(organization, state.get().binaryHash()).text();
        binaries.put(key, others.isEmpty() ? null : state.get().withVariants(others));
        hashes.delete(new ImageKey(organization, hash).text());
        return true;
    }

    /// Returns whether an image of the binary of `hash` has this blob.
    boolean isUsed(Organization organization, ImageHash hash, BlobKey blob) {
        return entry(organization, hash).flatMap(entry -> binary(organization, entry.binaryHash())).stream()
                .flatMap(binary -> binary.variants().stream())
                .anyMatch(variant ->
                        variant.purged() == 0 && variant.image().blob().equals(blob));
    }

    /// Ranges include their ends, and `hash` may be one.
    private static Optional<ImageHash> firstOther(KeyValueIterator<String, HashEntry> range, ImageHash hash) {
        try (range) {
            while (range.hasNext()) {
                var found = ImageKey.parse(range.peekNextKey()).hash();
                if (!found.equals(hash)) {
                    return Optional.of(found);
                }
                range.next();
            }
            return Optional.empty();
        }
    }
}
