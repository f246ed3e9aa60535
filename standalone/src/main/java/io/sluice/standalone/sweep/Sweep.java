package io.sluice.standalone.sweep;

import io.sluice.image.PreviewKey;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.store.ObjectStore;
import io.sluice.store.ObjectStore.StoredObject;
import io.sluice.store.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A sweep of the object store, which finds blobs without a reference, and previews without a blob that has
/// one. Not thread-safe.
final class Sweep {

    /// Orphans that are checked again and then deleted together: a small batch keeps the time between both
    /// short.
    private static final int BATCH = 500;

    private final ObjectStore store;
    private final BlobsInUse inUse;
    private final Rules rules;
    private final Progress progress;
    private final List<StoredObject> suspects = new ArrayList<>();

    private Count used = Count.NONE;
    private Count young = Count.NONE;
    private Count orphans = Count.NONE;

    /// The rules for deletion.
    ///
    /// @param writtenBefore   younger blobs are kept, because their command may not be published yet
    /// @param needsSomeImages whether an empty catalog is considered to belong to another store
    record Rules(Mode mode, Instant writtenBefore, boolean needsSomeImages) {}

    /// The treatment of orphans.
    enum Mode {
        COUNT,
        DELETE
    }

    /// A number of blobs and their total length.
    record Count(long blobs, long bytes) {

        static final Count NONE = new Count(0, 0);

        Count plus(StoredObject blob) {
            return new Count(blobs + 1, bytes + blob.size());
        }

        Count plus(Count other) {
            return new Count(blobs + other.blobs, bytes + other.bytes);
        }
    }

    /// The result. Orphans have been deleted, unless it was a dry run.
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

    /// Sweeps the store.
    /// @throws CommandFailure when the store fails, or the references cannot be read completely
    static Summary run(ObjectStore store, BlobsInUse inUse, Rules rules, Progress progress) {
        var sweep = new Sweep(store, inUse, rules, progress);
        try {
            sweep.walk();
        } catch (StoreUnavailableException e) {
            throw new CommandFailure(
                    "the sweep was aborted after " + sweep.orphans.blobs + " orphans, because the object store failed: "
                            + Sentence.of(e),
                    e);
        }
        return new Summary(sweep.used, sweep.young, sweep.orphans);
    }

    private void walk() {
        for (var prefix : List.of(BlobReferences.PREFIX, PreviewKey.PREFIX)) {
            try (var blobs = store.list(prefix)) {
                blobs.forEach(blob -> {
                    look(blob);
                    progress.step();
                });
            }
        }
        settle();
    }

    /// Whether a record refers to the blob, or to that of the preview.
    private boolean isInUse(StoredObject blob) {
        return inUse.contains(PreviewKey.blob(blob.key()).orElse(blob.key()).value());
    }

    private void look(StoredObject blob) {
        if (isInUse(blob)) {
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

    /// Deletes the suspects that still have no reference.
    private void settle() {
        if (suspects.isEmpty()) {
            return;
        }
        inUse.catchUp();
        if (rules.needsSomeImages && inUse.hasNoImages()) {
            throw new CommandFailure("the catalog is empty, but the store has blobs: check that the store belongs to"
                    + " this cluster. Nothing was deleted");
        }
        for (var blob : suspects) {
            if (isInUse(blob)) {
                used = used.plus(blob);
                continue;
            }
            if (rules.mode == Mode.DELETE) {
                store.delete(blob.key());
            }
            orphans = orphans.plus(blob);
        }
        suspects.clear();
    }
}
