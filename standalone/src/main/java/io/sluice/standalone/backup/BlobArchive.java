package io.sluice.standalone.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.image.BlobKey;
import io.sluice.standalone.backup.Manifest.Sum;
import io.sluice.standalone.sweep.BlobReferences;
import io.sluice.standalone.sweep.BlobSet;
import io.sluice.standalone.terminal.CommandFailure;
import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.terminal.Sentence;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The blobs in the store of backups, with lists of their checksums. Blobs never change, so only new ones are
/// copied, and a list stays valid for later backups: also the lists of a backup that was interrupted. Not
/// thread-safe.
final class BlobArchive {

    private static final String LISTS = "blob-lists/";

    /// Blobs that are copied at the same time.
    private static final int COPIES = 8;

    /// Blobs that are handed to the copying threads together.
    private static final int BATCH = 256;

    /// A list is written after so many blobs or bytes: an interrupted backup copies at most these again.
    private static final int LIST_BLOBS = 10_000;

    private static final long LIST_BYTES = 1L << 30;

    private final ObjectStore store;
    private final BlobSet listed = new BlobSet();
    private final List<Sum> lists = new ArrayList<>();
    private final List<Blob> unlisted = new ArrayList<>();
    private long unlistedBytes;

    /// A copied blob, a line of a list.
    private record Blob(String sha256, long size, BlobKey key) {

        static Blob parse(String line) {
            var fields = line.split(" ", -1);
            if (fields.length != 3) {
                throw new IllegalArgumentException("not a line of a list: " + line);
            }
            return new Blob(fields[0], Long.parseLong(fields[1]), new BlobKey(fields[2]));
        }

        String line() {
            return sha256 + ' ' + size + ' ' + key + '\n';
        }
    }

    private BlobArchive(ObjectStore store) {
        this.store = store;
    }

    /// Reads the lists in the store of a backup.
    static BlobArchive open(ObjectStore store) {
        var archive = new BlobArchive(store);
        try (var objects = store.list(LISTS)) {
            for (var object : objects.toList()) {
                archive.lists.add(Backup.read(
                        store,
                        object.key(),
                        in -> lines(
                                new InputStreamReader(in, UTF_8),
                                blob -> archive.listed.add(name(blob.key, blob.size)))));
            }
        }
        return archive;
    }

    /// Receives blobs.
    private interface Blobs {
        void accept(Blob blob) throws IOException;
    }

    private static void lines(InputStreamReader in, Blobs each) throws IOException {
        var reader = new BufferedReader(in);
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            try {
                each.accept(Blob.parse(line));
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
        }
    }

    /// Returns the name of a blob in sets: one of another length is another blob.
    static String name(BlobKey key, long size) {
        return key.value() + ' ' + size;
    }

    /// Returns the names of all blobs in a store.
    static BlobSet in(ObjectStore store) {
        var names = new BlobSet();
        try (var blobs = store.list(BlobReferences.PREFIX)) {
            blobs.forEach(blob -> names.add(name(blob.key(), blob.size())));
        }
        return names;
    }

    /// Returns the blobs of the backup by their names.
    BlobSet blobs() {
        return listed;
    }

    List<Sum> lists() {
        return List.copyOf(lists);
    }

    /// Copies the blobs of `from` that are not here. One that is purged meanwhile is left out.
    ///
    /// @return number of copied blobs
    long add(ObjectStore from, Progress progress) throws InterruptedException {
        var before = listed.size();
        try (var threads = threads();
                var blobs = from.list(BlobReferences.PREFIX)) {
            var batch = new ArrayList<Callable<Optional<Blob>>>();
            for (var blob : (Iterable<ObjectStore.StoredObject>) blobs::iterator) {
                if (!listed.contains(name(blob.key(), blob.size()))) {
                    progress.expect(1);
                    batch.add(() -> copy(from, store, blob.key(), blob.size(), null));
                    if (batch.size() == BATCH) {
                        run(threads, batch, progress);
                    }
                }
            }
            run(threads, batch, progress);
        }
        writeList();
        return listed.size() - before;
    }

    /// Copies blobs of the backup to `to` that are not there, and compares their checksums.
    ///
    /// @param lists  lists of the backup
    /// @param needed whether a blob is needed
    static long restore(ObjectStore from, List<Sum> lists, ObjectStore to, Predicate<BlobKey> needed, Progress progress)
            throws InterruptedException {
        var present = in(to);
        var restored = 0L;
        try (var threads = threads()) {
            for (var list : lists) {
                var wanted = new ArrayList<Blob>();
                Backup.read(
                        from,
                        list,
                        in -> lines(new InputStreamReader(in, UTF_8), blob -> {
                            if (needed.test(blob.key) && !present.contains(name(blob.key, blob.size))) {
                                // an interrupted backup may have listed a blob that the next one listed again
                                present.add(name(blob.key, blob.size));
                                wanted.add(blob);
                            }
                        }));
                progress.expect(wanted.size());
                var batch = new ArrayList<Callable<Optional<Blob>>>();
                wanted.forEach(blob -> batch.add(() -> restore(from, to, blob)));
                for (var blob : results(threads, batch)) {
                    restored += blob.isPresent() ? 1 : 0;
                    progress.step();
                }
            }
        }
        return restored;
    }

    private static Optional<Blob> restore(ObjectStore from, ObjectStore to, Blob blob) {
        var copied = copy(from, to, blob.key, blob.size, blob.sha256);
        if (copied.isEmpty()) {
            throw Backup.damaged(blob.key.value(), "it is missing");
        }
        return copied;
    }

    /// Copies a blob. It never deletes one: both stores may be the same under two names.
    ///
    /// @param expected SHA-256 that it must have; null if it is not known
    /// @return empty if there is no such blob
    private static Optional<Blob> copy(
            ObjectStore from, ObjectStore to, BlobKey key, long size, @Nullable String expected) {
        var digest = Backup.sha256();
        try (var in = new DigestInputStream(from.read(key), digest);
                var writer = to.write(key)) {
            var copied = in.transferTo(writer);
            var sha256 = Backup.hex(digest.digest());
            if (copied != size) {
                throw Backup.damaged(key.value(), "it has " + copied + " bytes instead of " + size);
            }
            if (expected != null && !expected.equals(sha256)) {
                throw Backup.damaged(key.value(), "its SHA-256 is not the one that was noted");
            }
            complete(writer, to, key, size);
            return Optional.of(new Blob(sha256, size, key));
        } catch (BlobNotFoundException _) {
            return Optional.empty();
        } catch (IOException | StoreUnavailableException e) {
            throw new CommandFailure(
                    "the blob " + key + " cannot be copied: " + Sentence.of(e) + "; run the command again, it resumes",
                    e);
        }
    }

    /// Completes a blob. One that an interrupted run has copied is complete already, as a blob is never partial.
    private static void complete(BlobWriter writer, ObjectStore to, BlobKey key, long size) {
        try {
            writer.complete();
        } catch (IllegalStateException e) { // the file store refuses an existing key
            var there = to.size(key);
            if (there != size) {
                throw new CommandFailure(
                        "the blob " + key + " exists already, with " + there + " bytes instead of " + size, e);
            }
        }
    }

    private void run(ExecutorService threads, List<Callable<Optional<Blob>>> batch, Progress progress)
            throws InterruptedException {
        for (var result : results(threads, batch)) {
            progress.step();
            if (result.isPresent()) {
                unlisted.add(result.get());
                unlistedBytes += result.get().size;
            }
        }
        batch.clear();
        if (unlisted.size() >= LIST_BLOBS || unlistedBytes >= LIST_BYTES) {
            writeList();
        }
    }

    private static List<Optional<Blob>> results(ExecutorService threads, List<Callable<Optional<Blob>>> batch)
            throws InterruptedException {
        var results = new ArrayList<Optional<Blob>>();
        for (var copied : threads.invokeAll(batch)) {
            try {
                results.add(copied.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("a copy throws only unchecked exceptions", e);
            }
        }
        return results;
    }

    private void writeList() {
        if (unlisted.isEmpty()) {
            return;
        }
        lists.add(Backup.write(store, new BlobKey(LISTS + UUID.randomUUID()), out -> {
            for (var blob : unlisted) {
                out.write(blob.line().getBytes(UTF_8));
            }
        }));
        unlisted.forEach(blob -> listed.add(name(blob.key, blob.size)));
        unlisted.clear();
        unlistedBytes = 0;
    }

    private static ExecutorService threads() {
        return Executors.newFixedThreadPool(
                COPIES, Thread.ofPlatform().daemon().name("sluice-blobs-", 0).factory());
    }
}
