package io.sluice.catalog;

import io.sluice.image.BinaryKey;
import io.sluice.image.CatalogKey;
import io.sluice.image.Organization;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/// What the organizations with limits store. Counted from their records when it is first asked for, and kept up with
/// every record that is written; a count of its own in the state could lag behind the records after a crash.
final class StoredCounts {

    private final KeyValueStore<String, BinaryState> binaries;
    private final Map<Organization, Stored> counts = new HashMap<>();

    StoredCounts(KeyValueStore<String, BinaryState> binaries) {
        this.binaries = binaries;
    }

    Stored of(Organization organization) {
        return counts.computeIfAbsent(organization, this::count);
    }

    /// Must be called before `after` replaces the record of its binary.
    void replace(BinaryState after) {
        counts.computeIfPresent(
                after.organization(),
                (_, stored) -> stored.replace(
                        binaries.get(new BinaryKey(after.organization(), after.binaryHash()).text()), after));
    }

    private Stored count(Organization organization) {
        var stored = Stored.NOTHING;
        try (var records = binaries.range(
                CatalogKey.prefix(organization), CatalogKey.prefix(organization) + CatalogStores.AFTER_ALL_HASHES)) {
            while (records.hasNext()) {
                stored = stored.plus(records.next().value);
            }
        }
        return stored;
    }
}
