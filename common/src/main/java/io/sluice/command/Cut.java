package io.sluice.command;

import io.sluice.image.ImageHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A slice as it was proposed to be cut; the value of `sluice.job-cuts`. It counts when the job, reading it, stands
/// where it was cut, and is passed over otherwise.
///
/// @param slice    what is to be treated in one step
/// @param after    hash of the last image of the slice before, null for the first slice
/// @param hashes   the images of the slice
/// @param revision of the organization that has all of them
public record Cut(Slice slice, @Nullable ImageHash after, List<ImageHash> hashes, long revision) {

    public Cut {
        if (slice == null || hashes == null || hashes.size() != slice.size()) {
            throw new IllegalArgumentException("a cut needs a \"slice\" and as many \"hashes\" as that is long");
        }
        hashes = List.copyOf(hashes);
    }
}
