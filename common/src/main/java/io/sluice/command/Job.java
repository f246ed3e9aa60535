package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.image.Organization;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a job has come that treats a whole organization; the value of `sluice.jobs`.
///
/// @param id           its name, that of the operation that asked for it
/// @param source       whose images are copied or deleted
/// @param destination  where they are copied to; null when they are deleted
/// @param keepExisting whether images that the destination has are left as they are
/// @param total        images there were at the start
/// @param created      images that are new in the destination
/// @param existing     images that the destination had already
/// @param deleted      images that were deleted
/// @param skipped      images that were gone when their turn came, or are locked
/// @param failed       images that could not be treated
/// @param requested    when the job was asked for
/// @param started      when its first slice was cut, if it was
/// @param finished     when it ended, if it has
/// @param lastError    why the last failed image failed, if one did
public record Job(
        OperationId id,
        Kind kind,
        Organization source,
        @Nullable Organization destination,
        boolean keepExisting,
        State state,
        long total,
        long created,
        long existing,
        long deleted,
        long skipped,
        long failed,
        Instant requested,
        @Nullable Instant started,
        @Nullable Instant finished,
        @Nullable String lastError) {

    /// What a job does to every image of its source.
    public enum Kind {
        @JsonProperty("copy-all")
        COPY_ALL,
        @JsonProperty("delete-all")
        DELETE_ALL
    }

    /// How far a job has come; only a running one goes on, the others are ends.
    public enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("cancelled")
        CANCELLED,
        @JsonProperty("failed")
        FAILED
    }

    /// Whose catalog it changes.
    public Organization target() {
        return destination == null ? source : destination;
    }

    /// Images that have been treated, whatever came of it.
    public long treated() {
        return created + existing + deleted + skipped + failed;
    }
}
