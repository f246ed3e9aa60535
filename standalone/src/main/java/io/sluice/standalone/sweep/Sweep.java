package io.sluice.standalone.sweep;

import io.sluice.standalone.console.CommandFailure;
import io.sluice.standalone.console.Progress;
import io.sluice.store.ObjectStore;
import io.sluice.store.ObjectStore.StoredObject;
import io.sluice.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One walk through the store, which finds the blobs that nothing refers to. For one thread.
final class Sweep {

    /// Orphans that are looked at once more together, and then removed: the fewer, the less may happen in between.
    private static final int BATCH = 500;

    private final ObjectStore store;
    private final BlobsInUse inUse;
    private final Rules rules;
    private final Progress progress;
    private final List<StoredObject> suspects = new ArrayList<>();

    private Count used = Count.NONE;
    private Count young = Count.NONE;
    private Count orphans = Count.NONE;

    /// What may be removed.
    ///
    /// @param writtenBefore   younger blobs may belong to a command that is not published yet
    /// @param dryRun          whether orphans are only counted
    /// @param needsSomeImages whether a catalog without any image is taken for that of another store
    record Rules(Instant writtenBefore, boolean dryRun, boolean needsSomeImages) {}

    /// Some blobs and their length together.
    record Count(long blobs, long bytes) {

        static final Count NONE = new Count(0, 0);

        Count plus(StoredObject blob) {
            return new Count(blobs + 1, bytes + blob.size());
        }

        Count plus(Count other) {
            return new Count(blobs + other.blobs, bytes + other.bytes);
        }
    }

    /// What was found. Orphans are gone, unless the sweep was dry.
    record Summary(Count used, Count young, Count orphans) {

        Count seen() {
            return used.plus(young).plus(orphans);
        }
    }

    private Sweep(ObjectStore store, BlobsInUse inUse, Rules rules, Progress progress) {
        this.store = store;
        this.inUse = inUse;
        this.rules = rules;
        this.progress = progress;
    }

    /// @throws CommandFailure when the store fails, or it is not certain any more what is in use
    static Summary run(ObjectStore store, BlobsInUse inUse, Rules rules, Progress progress) {
        var sweep = new Sweep(store, inUse, rules, progress);
        try {
            sweep.walk();
        } catch (StoreUnavailableException e) {
            throw new CommandFailure(
                    "the sweep ended after " + sweep.orphans.blobs + " orphans, for the store fails: " + e, e);
        }
        return new Summary(sweep.used, sweep.young, sweep.orphans);
    }

    private void walk() {
        try (var blobs = store.list(Mentions.PREFIX)) {
            blobs.forEach(blob -> {
                look(blob);
                progress.step();
            });
        }
        settle();
    }

    private void look(StoredObject blob) {
        if (inUse.contains(blob.key().value())) {
            used = used.plus(blob);
        } else if (!blob.modified().isBefore(rules.writtenBefore)) {
            young = young.plus(blob);
        } else {
            suspects.add(blob);
            if (suspects.size() == BATCH) {
                settle();
            }
        }
    }

    /// Removes the suspects that no record mentions even now.
    private void settle() {
        if (suspects.isEmpty()) {
            return;
        }
        inUse.catchUp();
        if (rules.needsSomeImages && inUse.hasNoImages()) {
            throw new CommandFailure("the catalog has no image at all, but the store has blobs: is this the store of"
                    + " that cluster? Nothing was removed");
        }
        for (var blob : suspects) {
            if (inUse.contains(blob.key().value())) {
                used = used.plus(blob);
                continue;
            }
            if (!rules.dryRun) {
                store.delete(blob.key());
            }
            orphans = orphans.plus(blob);
        }
        suspects.clear();
    }
}
