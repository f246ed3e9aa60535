package io.sluice.command;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task to copy a few images; the value of the work queue `sluice.copy-tasks`.
///
/// @param operation    the operation that the task belongs to
/// @param hashes       1 to [Slice#MAX_IMAGES]
/// @param keepExisting whether images that exist in the destination are kept rather than overwritten
/// @param revision     revision of the source organization that the reader must have seen
/// @param accepted     when the pipeline accepted the operation
/// @param slice        the slice of a job, or null
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
