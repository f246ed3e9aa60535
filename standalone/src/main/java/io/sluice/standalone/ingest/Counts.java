package io.sluice.standalone.ingest;

import io.sluice.standalone.terminal.Progress;
import io.sluice.standalone.upload.Result;

/// The numbers of items of a run: those that are done, and those ahead.
record Counts(Tally tally, Progress progress, Count ahead) {

    /// Counts an item that is done. Thread-safe.
    void add(String location, long bytes, Result result) {
        tally.add(location, bytes, result);
        if (result instanceof Result.Failed) {
            progress.fail();
        } else {
            progress.step();
        }
    }
}
