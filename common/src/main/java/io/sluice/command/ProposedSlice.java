package io.sluice.command;

import io.sluice.image.ImageHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A proposed slice of a job; the value of `sluice.job-cuts`. The job accepts it when it is at the position
/// where the slice was cut, and ignores it otherwise.
///
/// @param slice    the slice to process in one step
/// @param after    hash of the last image of the previous slice; null for the first slice
/// @param hashes   the images of the slice
/// @param revision revision of the organization at which all these images exist
public record ProposedSlice(Slice slice, @Nullable ImageHash after, List<ImageHash> hashes, long revision) {

    public ProposedSlice {
        if (slice == null || hashes == null || hashes.size() != slice.size()) {
            throw new IllegalArgumentException("a cut needs a \"slice\" and as many \"hashes\" as that is long");
        }
        hashes = List.copyOf(hashes);
    }
}
