package io.sluice.view;

import static java.util.Objects.requireNonNullElse;

import io.sluice.image.SourceImage;
import io.sluice.kafka.Topics;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Images that changed lately, found like those in the index. One thread writes, many read.
final class RecentImages {

    private final Map<String, Change> byKey = new ConcurrentHashMap<>();
    private final Map<String, String> keyByShortHash = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> keysByBinaryHash = new ConcurrentHashMap<>();
    private volatile boolean removals;

    /// What became of an image; `null` when it is gone.
    record Change(@Nullable SourceImage image) {}

    void put(String key, SourceImage image) {
        byKey.put(key, new Change(image));
        keyByShortHash.put(
                Topics.imageKey(image.organization(), image.shortHash().value()), key);
        keysByBinaryHash
                .computeIfAbsent(
                        Topics.imageKey(image.organization(), image.binaryHash().value()),
                        _ -> ConcurrentHashMap.newKeySet())
                .add(key);
    }

    void remove(String key) {
        removals = true;
        byKey.put(key, new Change(null));
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

    /// Whether any image was removed.
    boolean hasRemovals() {
        return removals;
    }

    int size() {
        return byKey.size();
    }
}
