package io.sluice.worker.upload;

import io.sluice.image.BlobKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The blobs of one try of an upload: those that no image refers to afterwards are purged. Used by one thread
/// at a time.
final class BlobLedger {

    private @Nullable BlobKey staged;
    private final List<BlobKey> written = new ArrayList<>();

    /// Records the staged blob of this upload, which another try would need.
    void staged(BlobKey blob) {
        staged = blob;
    }

    /// Records a blob that this try writes, or tries to write.
    void wrote(BlobKey blob) {
        written.add(blob);
    }

    /// Returns the blobs that this try wrote.
    List<BlobKey> written() {
        return List.copyOf(written);
    }

    /// Returns all blobs except `kept`.
    List<BlobKey> allBut(@Nullable BlobKey kept) {
        var others = new ArrayList<>(written);
        if (staged != null) {
            others.add(staged);
        }
        others.remove(kept);
        return List.copyOf(others);
    }
}
