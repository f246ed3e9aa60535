package io.sluice.catalog;

import io.sluice.catalog.state.Deleted;
import io.sluice.catalog.state.Variant;
import io.sluice.command.BlobPurge;
import io.sluice.command.DeletionCommand.Purge;
import io.sluice.command.Envelope;
import io.sluice.command.Slice;
import io.sluice.command.Trail;
import io.sluice.image.ImageHash;
import io.sluice.image.ImageKey;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import io.sluice.streams.topology.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// The retention of deleted images: finds images that were deleted long enough ago, and sends purge commands
/// to the catalog itself, so that purges are decided in order with all other commands. It also removes the
/// remains of purged images once no replay can refer to them.
///
/// Every run is bounded, so that commands do not wait long.
final class Retention {

    /// Interval between runs while there are images to purge.
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /// Maximum interval between runs while there are deleted images.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /// Maximum number of images that one run finds, and of purges that are requested and not decided yet.
    static final int MAX_REQUESTED = 1_000;

    /// After this time a command cannot be replayed any more: the catalog commits many times a second, and
    /// Kafka Streams stops a process that cannot commit for minutes.
    static final Duration SETTLING = Duration.ofMinutes(15);

    private final CatalogStores stores;
    private final Duration retention;
    /// Images whose purge is requested and not decided yet. After a restart it is requested again.
    private final Set<String> requested = new HashSet<>();

    private long lastNumber;
    private long markedNumber;
    private Instant marked;
    private long settled;

    /// @param retention how long deleted images can be restored
    /// @param now       when this process starts to decide
    Retention(CatalogStores stores, Duration retention, Instant now) {
        this.stores = stores;
        this.retention = retention;
        this.marked = now;
    }

    /// Returns the purges that are due.
    List<Purge> due(Instant now) {
        var room = MAX_REQUESTED - requested.size();
        if (room <= 0) {
            return List.of();
        }
        var deletedBefore = now.minus(retention);
        var found = stores.deletions().deletedUntil(deletedBefore, room, it -> !requested.contains(key(it)));
        var hashes = new LinkedHashMap<Organization, List<ImageHash>>();
        for (var deleted : found) {
            if (isStillDeleted(deleted)) {
                requested.add(key(deleted));
                hashes.computeIfAbsent(deleted.organization(), _ -> new ArrayList<>())
                        .add(deleted.hash());
            } else {
                stores.deletions().removeDeletion(deleted);
            }
        }
        var purges = new ArrayList<Purge>();
        hashes.forEach((organization, ofIt) -> {
            for (var from = 0; from < ofIt.size(); from += Slice.MAX_IMAGES) {
                var slice = ofIt.subList(from, Math.min(from + Slice.MAX_IMAGES, ofIt.size()));
                purges.add(new Purge(
                        new Envelope(OperationId.random(), Part.ONLY, organization, Trail.direct(now)),
                        slice,
                        deletedBefore));
            }
        });
        return purges;
    }

    void decided(Purge purge) {
        purge.hashes().forEach(hash -> requested.remove(new ImageKey(purge.organization(), hash).text()));
    }

    void decided(long number) {
        lastNumber = Math.max(lastNumber, number);
    }

    /// Returns the interval until the next run.
    Duration interval() {
        if (!requested.isEmpty()) {
            return SHORTEST;
        }
        if (stores.deletions().isEmpty()) {
            return Ticks.PAUSE;
        }
        return Duration.ofMillis(Math.clamp(retention.toMillis() / 10, SHORTEST.toMillis(), LONGEST.toMillis()));
    }

    /// Removes the remains of images that were purged long enough ago.
    void tidy(Instant now) {
        if (!now.isBefore(marked.plus(SETTLING))) {
            settled = markedNumber;
            markedNumber = lastNumber;
            marked = now;
        }
        for (var purged : stores.deletions().purgedUntil(settled, MAX_REQUESTED)) {
            if (stores.removeRemains(purged.organization(), purged.hash(), purged.mark(), settled)) {
                stores.deletions().removeRemains(purged);
            }
        }
    }

    /// Returns the blobs of refused images whose commands cannot be replayed any more.
    List<BlobPurge> refused() {
        var purges = new ArrayList<BlobPurge>();
        for (var entry : stores.deletions().refusedUntil(settled, MAX_REQUESTED)) {
            var refused = entry.refused();
            if (refused != null && !stores.isUsed(entry.organization(), entry.hash(), refused.blob())) {
                purges.add(new BlobPurge(refused.blob(), refused.reason().code()));
            }
            stores.deletions().removeRefusal(entry);
        }
        return purges;
    }

    private boolean isStillDeleted(Deleted deleted) {
        return stores.entry(deleted.organization(), deleted.hash())
                .flatMap(entry -> stores.binary(deleted.organization(), entry.binaryHash()))
                .flatMap(binary -> binary.variant(deleted.hash()))
                .map(Variant::restorableSince)
                .filter(time -> time.toEpochMilli() == deleted.mark())
                .isPresent();
    }

    private static String key(Deleted deleted) {
        return new ImageKey(deleted.organization(), deleted.hash()).text();
    }
}
