package io.sluice.copier;

import io.sluice.image.BlobKey;
import io.sluice.store.BlobNotFoundException;
import io.sluice.store.BlobWriter;
import io.sluice.store.ObjectStore;
import io.sluice.store.StoreUnavailableException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A store that supports only copies: it contains keys without bytes.
final class LinkStore implements ObjectStore {

    private final Set<BlobKey> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();

    private volatile Runnable whenMissing = () -> {};

    /// @param action runs whenever an original is missing
    void whenMissing(Runnable action) {
        whenMissing = action;
    }

    void put(BlobKey key) {
        keys.add(key);
    }

    boolean holds(BlobKey key) {
        return keys.contains(key);
    }

    void failNext(int copies) {
        failures.set(copies);
    }

    @Override
    public void copy(BlobKey from, BlobKey to) {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StoreUnavailableException("no store today", null);
        }
        if (!keys.contains(from)) {
            whenMissing.run();
            throw new BlobNotFoundException(from);
        }
        keys.add(to);
    }

    @Override
    public BlobWriter write(BlobKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream read(BlobKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream read(BlobKey key, long offset, long length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size(BlobKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(BlobKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stream<StoredObject> list(String prefix) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void probe() {}

    @Override
    public void close() {}
}
