package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The progress of a job, which processes a whole organization; the value of `sluice.jobs`.
///
/// @param id        id of the job and of the operation that requested it
/// @param task      the work
/// @param counts    numbers of images
/// @param requested when the job was requested
/// @param run       times and error of the execution
public record Job(
        OperationId id,
        @JsonUnwrapped Task task,
        State state,
        @JsonUnwrapped Counts counts,
        Instant requested,
        @JsonUnwrapped Run run) {

    /// The work of a job.
    ///
    /// @param source       the organization whose images are copied or deleted
    /// @param destination  the organization to which they are copied; null when they are deleted
    /// @param keepExisting whether images that exist in the destination are kept
    /// @param filter       conditions for the operations that are tried again, as JSON; null for other kinds
    public record Task(
            Kind kind,
            Organization source,
            @Nullable Organization destination,
            boolean keepExisting,
            @Nullable String filter) {

        /// A task of images.
        public Task(Kind kind, Organization source, @Nullable Organization destination, boolean keepExisting) {
            this(kind, source, destination, keepExisting, null);
        }

        /// Returns the organization whose catalog the job changes.
        public Organization target() {
            return destination == null ? source : destination;
        }
    }

    /// Numbers of images of a job, or of operations that are tried again.
    ///
    /// @param total    number of images at the start
    /// @param created  images created in the destination
    /// @param existing images that existed in the destination
    /// @param deleted  deleted images
    /// @param skipped  images that were locked, or deleted before they were processed
    /// @param failed   images that could not be processed
    public record Counts(long total, long created, long existing, long deleted, long skipped, long failed) {}

    /// The execution of a job.
    ///
    /// @param started   when the first slice was cut, or null
    /// @param finished  when the job ended, or null
    /// @param lastError the error of the last failed image, or null
    /// @param revision  revision of the target after the last change of the job; 0 before the first
    public record Run(
            @Nullable Instant started,
            @Nullable Instant finished,
            @Nullable String lastError,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long revision) {

        public static final Run NOT_STARTED = new Run(null, null, null, 0);

        public Run startedAt(Instant time) {
            return new Run(time, finished, lastError, revision);
        }

        public Run finishedAt(Instant time) {
            return new Run(started, time, lastError, revision);
        }

        /// Returns this execution after a change of the target at this revision.
        public Run reached(long changed) {
            return new Run(started, finished, lastError, Math.max(revision, changed));
        }

        /// Returns this execution with an error, unless that is null.
        public Run failedWith(@Nullable String error) {
            return error == null ? this : new Run(started, finished, error, revision);
        }
    }

    /// What a job does with each image, or each rejected operation, of its source.
    public enum Kind {
        @JsonProperty("copy-all")
        COPY_ALL,
        @JsonProperty("delete-all")
        DELETE_ALL,
        @JsonProperty("replay")
        REPLAY
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
        return task.target();
    }

    /// Returns the number of processed images, whatever the result.
    public long treated() {
        return counts.created() + counts.existing() + counts.deleted() + counts.skipped() + counts.failed();
    }

    public Kind kind() {
        return task.kind();
    }

    public Organization source() {
        return task.source();
    }

    public @Nullable Organization destination() {
        return task.destination();
    }

    public boolean keepExisting() {
        return task.keepExisting();
    }

    public long total() {
        return counts.total();
    }

    public long created() {
        return counts.created();
    }

    public long existing() {
        return counts.existing();
    }

    public long deleted() {
        return counts.deleted();
    }

    public long skipped() {
        return counts.skipped();
    }

    public long failed() {
        return counts.failed();
    }

    public @Nullable Instant started() {
        return run.started();
    }

    public @Nullable Instant finished() {
        return run.finished();
    }

    public @Nullable String lastError() {
        return run.lastError();
    }

    public long revision() {
        return run.revision();
    }
}
