package io.sluice.ingest.place;

import java.util.concurrent.atomic.AtomicBoolean;

/// A place in a [PlaceQueue] that a request holds until the place is closed.
public final class Place implements AutoCloseable {

    private final Runnable giveBack;
    private final AtomicBoolean given = new AtomicBoolean();

    Place(Runnable giveBack) {
        this.giveBack = giveBack;
    }

    @Override
    public void close() {
        if (given.compareAndSet(false, true)) {
            giveBack.run();
        }
    }
}
