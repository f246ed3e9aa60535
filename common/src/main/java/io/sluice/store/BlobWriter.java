package io.sluice.store;

import java.io.OutputStream;

/// A stream that writes one object. [#close()] without [#complete()] aborts and leaves nothing behind.
///
/// Not thread-safe. `write` throws [StoreUnavailableException] or [java.io.IOException] when the store fails.
public abstract class BlobWriter extends OutputStream {

    /// Completes the object, durably; no more bytes can be written afterwards.
    public abstract void complete();

    /// Aborts unless [#complete()] was called; never throws.
    @Override
    public abstract void close();
}
