package io.sluice.catalog;

import io.sluice.catalog.state.Deleted;
import io.sluice.catalog.state.Refused;
import io.sluice.command.Rejection;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueStore;

/// A store of the deleted images in the order of time, and of the remains of purged images in the order of
/// numbers. Entries are hints: after a crash some may be wrong, so readers check the images.
final class DeletionStore {

    private static final String DELETED = "deleted/";
    private static final String REFUSED = "refused/";
    private static final String REMAINS = "remains/";

    private final KeyValueStore<String, Deleted> store;

    DeletionStore(KeyValueStore<String, Deleted> store) {
        this.store = store;
    }

    void put(Organization organization, ImageHash hash, Instant deleted) {
        put(DELETED, new Deleted(organization, hash, deleted.toEpochMilli()));
    }

    void remove(Organization organization, ImageHash hash, Instant deleted) {
        remove(DELETED, new Deleted(organization, hash, deleted.toEpochMilli()));
    }

    void putRemains(Organization organization, ImageHash hash, long purged) {
        put(REMAINS, new Deleted(organization, hash, purged));
    }

    void putRefusal(Organization organization, ImageHash hash, long number, Refused refused) {
        put(REFUSED, new Deleted(organization, hash, number, refused));
    }

    /// Returns the reason for which the command with this number could not create the image, if it was
    /// refused.
    Optional<Rejection> refusal(Organization organization, ImageHash hash, long number) {
        return Optional.ofNullable(store.get(key(REFUSED, new Deleted(organization, hash, number))))
                .map(Deleted::refused)
                .map(Refused::reason);
    }

    boolean isEmpty() {
        try (var all = store.all()) {
            return !all.hasNext();
        }
    }

    /// Returns the first `limit` images deleted until `time` that are `wanted`.
    List<Deleted> deletedUntil(Instant time, int limit, Predicate<Deleted> wanted) {
        return until(DELETED, time.toEpochMilli(), limit, wanted);
    }

    /// Returns the first `limit` images that commands up to this number purged.
    List<Deleted> purgedUntil(long number, int limit) {
        return until(REMAINS, number, limit, _ -> true);
    }

    /// Returns the first `limit` images that commands up to this number could not create.
    List<Deleted> refusedUntil(long number, int limit) {
        return until(REFUSED, number, limit, _ -> true);
    }

    void removeRefusal(Deleted refused) {
        remove(REFUSED, refused);
    }

    void removeDeletion(Deleted deleted) {
        remove(DELETED, deleted);
    }

    void removeRemains(Deleted purged) {
        remove(REMAINS, purged);
    }

    private List<Deleted> until(String kind, long mark, int limit, Predicate<Deleted> wanted) {
        var found = new ArrayList<Deleted>();
        try (var range = store.range(kind, key(kind, mark + 1, ""))) {
            while (range.hasNext() && found.size() < limit) {
                var next = range.next().value;
                if (wanted.test(next)) {
                    found.add(next);
                }
            }
        }
        return found;
    }

    private void put(String kind, Deleted deleted) {
        store.put(key(kind, deleted), deleted);
    }

    private void remove(String kind, Deleted deleted) {
        store.delete(key(kind, deleted));
    }

    private static String key(String kind, Deleted deleted) {
        return key(kind, deleted.mark(), new ImageKey(deleted.organization(), deleted.hash()).text());
    }

    /// Pads to the maximum number of digits of a `long`, so that texts are in the order of numbers.
    private static String key(String kind, long mark, String image) {
        return kind + "%019d/".formatted(Math.max(0, mark)) + image;
    }
}
