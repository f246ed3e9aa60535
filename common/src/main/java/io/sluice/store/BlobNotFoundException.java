package io.sluice.store;

import io.sluice.image.BlobKey;

/// Thrown when the store has no object with the given key.
public final class BlobNotFoundException extends RuntimeException {

    private final transient BlobKey key;

    public BlobNotFoundException(BlobKey key) {
        super("no object " + key.value() + " in the store");
        this.key = key;
    }

    public BlobKey key() {
        return key;
    }
}
