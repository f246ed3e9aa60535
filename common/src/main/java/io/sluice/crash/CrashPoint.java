package io.sluice.crash;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A named place where losing the process would be worst. Passing one costs nothing unless the system property
/// `sluice.crash-point` names it: `BLOB_WRITTEN@3` halts the process, as kill -9 would, on the third pass.
public enum CrashPoint {
    /// The bytes are in the store; nobody knows of them yet.
    BLOB_WRITTEN,
    /// The upload command is durable; the client has no answer yet.
    UPLOAD_PUBLISHED,
    /// The worker has a record and has done nothing yet.
    UPLOAD_TAKEN,
    /// The worker is done; the catalog command is not yet published.
    BEFORE_REGISTER,
    /// The catalog command is durable; the upload record is not yet acknowledged.
    BEFORE_ACKNOWLEDGE,
    /// The catalog's state has changed; outcome and image are not yet published.
    DECIDED,
    /// The outcome has arrived; the client has no answer yet.
    BEFORE_ANSWER,
    // from here on: of copies and bulk jobs

    /// The job's state knows of a slice; its task is not yet published.
    TASK_CUT,
    /// The blobs of a task are copied; the catalog command is not yet published.
    COPIED_BEFORE_REGISTER,
    /// The catalog command of a task is durable; the task is not yet acknowledged.
    COPIED_BEFORE_ACKNOWLEDGE,
    /// The job has counted a slice; its progress is not yet published.
    SLICE_COUNTED;

    private static final @Nullable CrashPoint ARMED;
    private static final AtomicInteger REMAINING;

    static {
        var armed = System.getProperty("sluice.crash-point");
        if (armed == null) {
            ARMED = null;
            REMAINING = new AtomicInteger();
        } else {
            var parts = armed.split("@", 2);
            ARMED = valueOf(parts[0]);
            REMAINING = new AtomicInteger(parts.length > 1 ? Integer.parseInt(parts[1]) : 1);
        }
    }

    /// Dies here if this point is armed and its turn has come.
    public void pass() {
        if (this == ARMED && REMAINING.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }
}
