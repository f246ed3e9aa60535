package io.sluice.copier.job;

import io.sluice.command.Slice;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.List;

/// An issued slice without a result. It contains everything needed to issue it again.
///
/// @param revision revision of the source at which all these images exist
/// @param issued   when it was last issued
/// @param tries    number of times it was issued
public record OpenSlice(Slice slice, List<ImageHash> hashes, long revision, Instant issued, int tries) {

    public OpenSlice {
        hashes = List.copyOf(hashes);
    }

    public OpenSlice again(Instant now) {
        return new OpenSlice(slice, hashes, revision, now, tries + 1);
    }
}
