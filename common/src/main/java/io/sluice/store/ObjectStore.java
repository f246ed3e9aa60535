package io.sluice.store;

import io.sluice.image.BlobKey;
import io.sluice.image.Organization;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Holds immutable objects under keys that are written once. Safe for use by many threads.
///
/// Every method throws [StoreUnavailableException] when the store cannot be reached or fails; that passes, and says
/// nothing about the object.
public interface ObjectStore extends AutoCloseable {

    /// Starts an object of unknown length. It exists, whole and durably, once [BlobWriter#complete()] returned, and
    /// not at all when the writer is closed before.
    BlobWriter write(BlobKey key);

    /// All bytes of an object; the caller closes the stream.
    ///
    /// @throws BlobNotFoundException when there is no such object
    InputStream read(BlobKey key);

    /// `length` bytes from `offset`, fewer when the object ends before; the caller closes the stream.
    ///
    /// @throws BlobNotFoundException when there is no such object
    InputStream read(BlobKey key, long offset, long length);

    /// Length of an object in bytes.
    ///
    /// @throws BlobNotFoundException when there is no such object
    long size(BlobKey key);

    /// Copies an object within the store, without its bytes passing through this process where the store can do that.
    /// The copy lives on when the original is deleted.
    ///
    /// @throws BlobNotFoundException when there is no such object
    void copy(BlobKey from, BlobKey to);

    /// Keys that no other object has or will have, for objects that are written together: a store may choose them so
    /// that this costs less.
    default List<BlobKey> uniqueKeys(Organization organization, int count) {
        return Stream.generate(() -> BlobKey.unique(organization)).limit(count).toList();
    }

    /// Copies objects as [#copy] does, though more cheaply where the store can. One that fails does not keep the others
    /// from being copied, hence this does not throw but tells.
    ///
    /// @param originals by the keys of their copies
    default Copies copyAll(Map<BlobKey, BlobKey> originals) {
        var done = new HashSet<BlobKey>();
        var missing = new HashSet<BlobKey>();
        StoreUnavailableException fault = null;
        for (var entry : originals.entrySet()) {
            try {
                copy(entry.getValue(), entry.getKey());
                done.add(entry.getKey());
            } catch (BlobNotFoundException _) {
                missing.add(entry.getKey());
            } catch (StoreUnavailableException e) {
                fault = e;
            }
        }
        return new Copies(done, missing, fault);
    }

    /// What became of many copies.
    ///
    /// @param done    keys of those that exist, durably
    /// @param missing keys of those whose originals are not in the store
    /// @param fault   why the others failed, for a reason that passes; null when there are no others
    record Copies(
            Set<BlobKey> done,
            Set<BlobKey> missing,
            @Nullable StoreUnavailableException fault) {
        public Copies {
            done = Set.copyOf(done);
            missing = Set.copyOf(missing);
        }
    }

    /// Removes an object; does nothing when it is not there.
    void delete(BlobKey key);

    /// All objects whose keys begin with `prefix`, in no particular order; the caller closes the stream.
    Stream<StoredObject> list(String prefix);

    /// Proves with one cheap request that the store can be reached and its bucket or folder exists.
    void probe();

    @Override
    void close();

    /// An object as a listing shows it.
    ///
    /// @param size     length in bytes
    /// @param modified when it was written
    record StoredObject(BlobKey key, long size, Instant modified) {}
}
