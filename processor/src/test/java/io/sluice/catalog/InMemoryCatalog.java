package io.sluice.catalog;

import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.kafka.Topics;
import java.util.Optional;
import java.util.TreeMap;

/// The catalog's state in maps, under the same keys as in the stores.
record InMemoryCatalog(
        TreeMap<String, ImageState> images,
        TreeMap<String, OrganizationState> organizations,
        TreeMap<String, UserAccount> users)
        implements CatalogState {

    InMemoryCatalog() {
        this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    InMemoryCatalog copy() {
        return new InMemoryCatalog(new TreeMap<>(images), new TreeMap<>(organizations), new TreeMap<>(users));
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
        return hashIn(organization, images.lowerKey(Topics.imageKey(organization, hash.value())));
    }

    @Override
    public Optional<ImageHash> hashAfter(Organization organization, ImageHash hash) {
        return hashIn(organization, images.higherKey(Topics.imageKey(organization, hash.value())));
    }

    private static Optional<ImageHash> hashIn(Organization organization, String key) {
        var prefix = Topics.imageKey(organization, "");
        return key == null || !key.startsWith(prefix)
                ? Optional.empty()
                : Optional.of(new ImageHash(key.substring(prefix.length())));
    }
}
