package io.sluice.store;

import io.sluice.image.BlobKey;

/// There is no object of this key in the store.
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
