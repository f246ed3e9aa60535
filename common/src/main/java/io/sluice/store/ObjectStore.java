package io.sluice.store;

import io.sluice.image.BlobKey;
import java.io.InputStream;
import java.time.Instant;
import java.util.stream.Stream;

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
