package io.sluice.catalog;

import io.sluice.account.Usage;
import io.sluice.catalog.state.BinaryState;
import io.sluice.image.BinaryKey;
import io.sluice.image.CatalogKey;
import io.sluice.image.Organization;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/// The usage of the organizations with limits: counted from their records when it is first requested, and
/// updated with every record that is written. A counter in the state could lag behind the records after a
/// crash.
final class StoredCounts {

    private final KeyValueStore<String, BinaryState> binaries;
    private final Map<Organization, Usage> counts = new HashMap<>();

    StoredCounts(KeyValueStore<String, BinaryState> binaries) {
        this.binaries = binaries;
    }

    Usage of(Organization organization) {
        return counts.computeIfAbsent(organization, this::count);
    }

    /// Updates the count. Must be called before `after` replaces the record of its binary.
    void replace(BinaryState after) {
        counts.computeIfPresent(after.organization(), (_, usage) -> {
            var before = binaries.get(new BinaryKey(after.organization(), after.binaryHash()).text());
            return usage.minus(before == null ? Usage.NONE : before.usage()).plus(after.usage());
        });
    }

    private Usage count(Organization organization) {
        var usage = Usage.NONE;
        try (var records = binaries.range(
                CatalogKey.prefix(organization), CatalogKey.prefix(organization) + CatalogStores.AFTER_ALL_HASHES)) {
            while (records.hasNext()) {
                usage = usage.plus(records.next().value.usage());
            }
        }
        return usage;
    }
}
