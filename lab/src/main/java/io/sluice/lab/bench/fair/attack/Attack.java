package io.sluice.lab.bench.fair.attack;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/// Work that several threads repeat. Resources that it opens are opened when it is made.
interface Attack extends AutoCloseable {

    /// Number of threads.
    int width();

    /// Does the work of one thread once. Interrupted when the measurement has ended.
    ///
    /// @param worker number of the thread, from 0
    /// @throws IOException when the server did not answer; the work is then repeated
    void run(int worker) throws IOException, InterruptedException, ExecutionException;

    @Override
    default void close() {
        // most have nothing to close
    }
}
