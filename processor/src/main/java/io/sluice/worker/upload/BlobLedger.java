package io.sluice.worker.upload;

import io.sluice.image.BlobKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which blobs one try of one upload has to do with, so that none is left behind that nobody refers to. Used
/// by the one thread that works on it.
final class BlobLedger {

    private @Nullable BlobKey staged;
    private final List<BlobKey> written = new ArrayList<>();

    /// The blob that waited for this upload; another try will need it.
    void staged(BlobKey blob) {
        staged = blob;
    }

    /// A blob that this try writes, or tries to write.
    void wrote(BlobKey blob) {
        written.add(blob);
    }

    /// What this try wrote.
    List<BlobKey> written() {
        return List.copyOf(written);
    }

    /// All blobs but `kept`.
    List<BlobKey> allBut(@Nullable BlobKey kept) {
        var others = new ArrayList<>(written);
        if (staged != null) {
            others.add(staged);
        }
        others.remove(kept);
        return List.copyOf(others);
    }
}
