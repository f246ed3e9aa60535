package io.sluice.view.image;

import static java.util.Objects.requireNonNullElse;

import io.sluice.image.BinaryKey;
import io.sluice.image.ShortHashKey;
import io.sluice.image.SourceImage;
import io.sluice.view.lucene.LiveIndex;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The recently changed images, with the same look-ups as the index. One thread writes, many read.
final class RecentImages {

    private final Map<String, Change> byKey = new ConcurrentHashMap<>();
    private final Map<String, String> keyByShortHash = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> keysByBinaryHash = new ConcurrentHashMap<>();
    private volatile boolean removals;

    /// Confined to the writing thread.
    private int weight;

    /// The last change of an image; the image is `null` when it was purged.
    record Change(@Nullable SourceImage image, int weight) {

        /// Returns the current image, unless it was deleted or purged.
        @Nullable
        SourceImage live() {
            return image != null && image.isLive() ? image : null;
        }
    }

    /// @param bytes length of the image's document
    void put(String key, SourceImage image, int bytes) {
        if (!image.isLive()) {
            removals = true;
        }
        put(key, new Change(image, LiveIndex.weight(bytes)));
        keyByShortHash.put(new ShortHashKey(image.organization(), image.shortHash()).text(), key);
        keysByBinaryHash
                .computeIfAbsent(
                        new BinaryKey(image.organization(), image.binaryHash()).text(),
                        _ -> ConcurrentHashMap.newKeySet())
                .add(key);
    }

    void remove(String key) {
        removals = true;
        put(key, new Change(null, LiveIndex.weight(0)));
    }

    private void put(String key, Change change) {
        var former = byKey.put(key, change);
        weight += change.weight - (former == null ? 0 : former.weight);
    }

    @Nullable
    Change byKey(String key) {
        return byKey.get(key);
    }

    @Nullable
    String keyByShortHash(String shortKey) {
        return keyByShortHash.get(shortKey);
    }

    Set<String> keysByBinaryHash(String binaryKey) {
        return requireNonNullElse(keysByBinaryHash.get(binaryKey), Set.of());
    }

    /// Adds the changes of images whose keys begin with `prefix` and follow `after`, by key.
    void addTo(Map<String, Change> changes, String prefix, String after) {
        byKey.forEach((key, change) -> {
            if (key.startsWith(prefix) && key.compareTo(after) > 0) {
                changes.put(key, change);
            }
        });
    }

    /// Whether any image was deleted or purged.
    boolean hasRemovals() {
        return removals;
    }

    /// Returns the weight of all changes, for the writing thread.
    int weight() {
        return weight;
    }
}
