package io.sluice.crash;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A named place where a crash would do the most harm. Passing it has no effect unless the system property
/// `sluice.crash-point` names it: `BLOB_WRITTEN@3` halts the process on the third pass, as kill -9 would.
public enum CrashPoint {
    /// The bytes are in the store; no command refers to them yet.
    BLOB_WRITTEN,
    /// The upload command is durable; the client has no response yet.
    UPLOAD_PUBLISHED,
    /// The worker has received a record and has not processed it yet.
    UPLOAD_TAKEN,
    /// The worker has processed the record; the catalog command is not published yet.
    BEFORE_REGISTER,
    /// The catalog command is durable; the upload record is not acknowledged yet.
    BEFORE_ACKNOWLEDGE,
    /// The catalog's state has changed; outcome and image are not published yet.
    DECIDED,
    /// The outcome has arrived; the client has no response yet.
    BEFORE_ANSWER,
    // points of copies and bulk jobs

    /// The job's state contains a slice; its task is not published yet.
    TASK_CUT,
    /// The blobs of a task are copied; the catalog command is not published yet.
    COPIED_BEFORE_REGISTER,
    /// The catalog command of a task is durable; the task is not acknowledged yet.
    COPIED_BEFORE_ACKNOWLEDGE,
    /// The job has counted a slice; its progress is not published yet.
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

    /// Halts the process when this point is configured and this is the configured pass.
    public void pass() {
        if (this == ARMED && REMAINING.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }
}
