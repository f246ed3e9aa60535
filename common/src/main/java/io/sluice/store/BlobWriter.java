package io.sluice.store;

import java.io.OutputStream;

/// An object that is being written. [#close()] is not success: without [#complete()] it leaves nothing behind.
///
/// Not thread-safe. `write` throws [StoreUnavailableException] or [java.io.IOException] when the store fails.
public abstract class BlobWriter extends OutputStream {

    /// Makes the object exist, durably and whole; nothing can be written afterwards.
    public abstract void complete();

    /// Aborts unless [#complete()] was called; never throws.
    @Override
    public abstract void close();
}
