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

/// A store of immutable objects; each key is written once. Thread-safe.
///
/// Every method throws [StoreUnavailableException] when the store fails or cannot be reached; this is
/// temporary and does not imply anything about the object.
public interface ObjectStore extends AutoCloseable {

    /// Attribute of spans: the bytes that were read or written.
    String BYTES = "sluice.store.bytes";

    /// Starts an object of unknown length. The object exists, completely and durably, once
    /// [BlobWriter#complete()] has returned; when the writer is closed before, it does not exist.
    BlobWriter write(BlobKey key);

    /// Reads an object; the caller closes the stream.
    ///
    /// @throws BlobNotFoundException when there is no such object
    InputStream read(BlobKey key);

    /// Reads `length` bytes from `offset`, or fewer at the end of the object; the caller closes the stream.
    ///
    /// @throws BlobNotFoundException when there is no such object
    InputStream read(BlobKey key, long offset, long length);

    /// Returns the length of an object in bytes.
    ///
    /// @throws BlobNotFoundException when there is no such object
    long size(BlobKey key);

    /// Copies an object, inside the store where it supports that. The copy is independent of the original.
    ///
    /// @throws BlobNotFoundException when there is no such object
    void copy(BlobKey from, BlobKey to);

    /// Creates keys that are never used again, for objects that are written together: a store may choose them
    /// so that this is cheaper.
    default List<BlobKey> uniqueKeys(Organization organization, int count) {
        return Stream.generate(() -> BlobKey.unique(organization)).limit(count).toList();
    }

    /// Copies objects like [#copy], but more cheaply where the store can. The failure of one copy does not
    /// prevent the others, so failures are returned, not thrown.
    ///
    /// @param originals the originals' keys by the keys of their copies
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

    /// The result of [#copyAll].
    ///
    /// @param done    keys of the copies that exist, durably
    /// @param missing keys of the copies whose originals are not in the store
    /// @param fault   the temporary failure of all other copies; null when there are none
    record Copies(
            Set<BlobKey> done,
            Set<BlobKey> missing,
            @Nullable StoreUnavailableException fault) {
        public Copies {
            done = Set.copyOf(done);
            missing = Set.copyOf(missing);
        }
    }

    /// Deletes an object; does nothing when it does not exist.
    void delete(BlobKey key);

    /// Lists all objects whose keys start with `prefix`, in no particular order; the caller closes the stream.
    Stream<StoredObject> list(String prefix);

    /// Checks with one cheap request that the store can be reached and its bucket or folder exists.
    void probe();

    /// Checks at the start of a process, like [#probe()], and that the store does what Sluice needs. Logs what it
    /// lacks and does without from then on. Several processes may do this at once.
    ///
    /// @throws StoreRefusedException when the store answers but refuses
    /// @throws io.sluice.config.ConfigurationException when it lacks something that cannot be replaced
    default void examine() {
        probe();
    }

    @Override
    void close();

    /// An entry of a listing.
    ///
    /// @param size     length in bytes
    /// @param modified time of the last write
    record StoredObject(BlobKey key, long size, Instant modified) {}
}
