package io.sluice.copier;

import io.sluice.command.Slice;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.List;

/// A slice that has been given out and whose result has not come yet. It holds all that is needed to give it out again.
///
/// @param revision of the source that has all of its images
/// @param issued   when it was given out last
/// @param tries    how often it was given out
record OpenSlice(Slice slice, List<ImageHash> hashes, long revision, Instant issued, int tries) {

    OpenSlice {
        hashes = List.copyOf(hashes);
    }

    OpenSlice again(Instant now) {
        return new OpenSlice(slice, hashes, revision, now, tries + 1);
    }
}
