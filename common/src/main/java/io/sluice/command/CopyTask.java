package io.sluice.command;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A few images to copy; the value of `sluice.copy-tasks`, a work queue.
///
/// @param operation    names the task
/// @param hashes       1 to [Slice#MAX_IMAGES]
/// @param keepExisting whether images that the destination has are left as they are, rather than overwritten
/// @param revision     how far the reader must know the source organization
/// @param accepted     when the pipeline took the operation on
/// @param slice        the part of a job that this is, if it is one
public record CopyTask(
        OperationId operation,
        Organization source,
        Organization destination,
        List<ImageHash> hashes,
        boolean keepExisting,
        long revision,
        Instant accepted,
        @Nullable Slice slice) {

    public CopyTask {
        if (operation == null || source == null || destination == null || hashes == null || accepted == null) {
            throw new IllegalArgumentException(
                    "a copy task needs the fields \"operation\", \"source\", \"destination\", \"hashes\", \"accepted\"");
        }
        hashes = List.copyOf(hashes);
        if (hashes.isEmpty() || hashes.size() > Slice.MAX_IMAGES) {
            throw new IllegalArgumentException(
                    "a task copies 1 to " + Slice.MAX_IMAGES + " images, not " + hashes.size());
        }
    }
}
