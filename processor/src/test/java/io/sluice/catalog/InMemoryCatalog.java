package io.sluice.catalog;

import io.sluice.account.Usage;
import io.sluice.account.UserId;
import io.sluice.catalog.state.BinaryState;
import io.sluice.catalog.state.CatalogState;
import io.sluice.catalog.state.HashEntry;
import io.sluice.catalog.state.OrganizationState;
import io.sluice.catalog.state.Refused;
import io.sluice.catalog.state.StateChange;
import io.sluice.catalog.state.UserState;
import io.sluice.catalog.state.Variant;
import io.sluice.command.Rejection;
import io.sluice.image.BinaryHash;
import io.sluice.image.BinaryKey;
import io.sluice.image.CatalogKey;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The catalog's state in maps, with the same keys as in the stores.
public record InMemoryCatalog(
        NavigableMap<String, BinaryState> binaries,
        NavigableMap<String, HashEntry> hashes,
        NavigableMap<String, OrganizationState> organizations,
        NavigableMap<String, UserState> users,
        NavigableMap<String, Refused> refusals,
        long replayedUntil)
        implements CatalogState {

    public InMemoryCatalog() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0);
    }

    InMemoryCatalog copy() {
        return new InMemoryCatalog(
                new TreeMap<>(binaries),
                new TreeMap<>(hashes),
                new TreeMap<>(organizations),
                new TreeMap<>(users),
                new TreeMap<>(refusals),
                replayedUntil);
    }

    /// The same once nothing can be replayed any more.
    InMemoryCatalog settled() {
        return new InMemoryCatalog(binaries, hashes, organizations, users, refusals, 0);
    }

    public void write(StateChange change) {
        switch (change) {
            case StateChange.PutBinary(var state) ->
                binaries.put(new BinaryKey(state.organization(), state.binaryHash()).text(), state);
            case StateChange.PutHash(var organization, var hash, var entry) ->
                hashes.put(new ImageKey(organization, hash).text(), entry);
            case StateChange.PutOrganization(var state) ->
                organizations.put(state.account().name().name(), state);
            case StateChange.PutUser(var state) ->
                users.put(state.account().id().toString(), state);
            case StateChange.PutRefusal(var organization, var hash, var number, var refused) ->
                refusals.put(refusalKey(organization, hash, number), refused);
            case StateChange.PutDeletion _,
                    StateChange.RemoveDeletion _,
                    StateChange.PutRemains _,
                    StateChange.PublishImage _,
                    StateChange.PublishTombstone _ -> {
                // no decision reads these
            }
        }
    }

    Optional<Variant> variant(Organization organization, ImageHash hash) {
        return entry(organization, hash)
                .flatMap(entry -> binary(organization, entry.binaryHash()))
                .flatMap(binary -> binary.variant(hash));
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
        var prefix = CatalogKey.prefix(organization);
        return binaries.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> entry.getValue().usage())
                .reduce(Usage.NONE, Usage::plus);
    }

    @Override
    public Optional<Rejection> refusal(Organization organization, ImageHash hash, long number) {
        return Optional.ofNullable(refusals.get(refusalKey(organization, hash, number)))
                .map(Refused::reason);
    }

    private static String refusalKey(Organization organization, ImageHash hash, long number) {
        return new ImageKey(organization, hash).text() + '/' + number;
    }

    @Override
    public Optional<HashEntry> entry(Organization organization, ImageHash hash) {
        return Optional.ofNullable(hashes.get(new ImageKey(organization, hash).text()));
    }

    @Override
    public Optional<ImageHash> hashBefore(Organization organization, ImageHash hash) {
        return hashIn(organization, hashes.lowerKey(new ImageKey(organization, hash).text()));
    }

    @Override
    public Optional<ImageHash> hashAfter(Organization organization, ImageHash hash) {
        return hashIn(organization, hashes.higherKey(new ImageKey(organization, hash).text()));
    }

    private static Optional<ImageHash> hashIn(Organization organization, String key) {
        var prefix = CatalogKey.prefix(organization);
        return key == null || !key.startsWith(prefix)
                ? Optional.empty()
                : Optional.of(new ImageHash(key.substring(prefix.length())));
    }
}
