package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The progress of a job, which processes a whole organization; the value of `sluice.jobs`.
///
/// @param id           id of the job and of the operation that requested it
/// @param source       the organization whose images are copied or deleted
/// @param destination  the organization to which they are copied; null when they are deleted
/// @param keepExisting whether images that exist in the destination are kept
/// @param total        number of images at the start
/// @param created      images created in the destination
/// @param existing     images that existed in the destination
/// @param deleted      deleted images
/// @param skipped      images that were locked, or deleted before they were processed
/// @param failed       images that could not be processed
/// @param requested    when the job was requested
/// @param started      when the first slice was cut, or null
/// @param finished     when the job ended, or null
/// @param lastError    the error of the last failed image, or null
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

    /// What a job does with each image of its source.
    public enum Kind {
        @JsonProperty("copy-all")
        COPY_ALL,
        @JsonProperty("delete-all")
        DELETE_ALL
    }

    /// The state of a job; all but a running one are final.
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

    /// Returns the organization whose catalog the job changes.
    public Organization target() {
        return destination == null ? source : destination;
    }

    /// Returns the number of processed images, whatever the result.
    public long treated() {
        return created + existing + deleted + skipped + failed;
    }
}
