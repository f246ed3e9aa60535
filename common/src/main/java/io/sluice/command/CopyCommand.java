package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.operation.OperationId;
import io.sluice.search.text.FilterText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A command about many images; the value of the public topic `sluice.copies`. It is keyed by operation id,
/// so that all commands about one operation, including its cancellation, are read in order.
///
/// `revision` is the revision of the source organization that the reader must have seen: a copy requested
/// right after an upload includes that upload. Producers that do not know a revision omit it.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CopyCommand.Copy.class, name = "copy"),
    @JsonSubTypes.Type(value = CopyCommand.CopyAll.class, name = "copy-all"),
    @JsonSubTypes.Type(value = CopyCommand.DeleteAll.class, name = "delete-all"),
    @JsonSubTypes.Type(value = CopyCommand.Cancel.class, name = "cancel"),
})
public sealed interface CopyCommand {

    OperationId operation();

    /// Copies some images. Ends with an [Outcome.Copied] on `sluice.outcomes`.
    ///
    /// @param hashes       1 to [Slice#MAX_IMAGES]
    /// @param keepExisting whether images that exist in the destination are kept rather than overwritten
    /// @param accepted     when the pipeline accepted the command; the record's timestamp when absent
    record Copy(
            OperationId operation,
            Organization source,
            Organization destination,
            List<ImageHash> hashes,
            boolean keepExisting,
            long revision,
            @Nullable Instant accepted)
            implements CopyCommand {

        public Copy {
            Required.COPY_COMMAND.field("operation", operation);
            requireTwo(source, destination);
            Required.COPY_COMMAND.field("hashes", hashes);
            if (hashes.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException("a copy command has hashes only, not null");
            }
            hashes = hashes.stream().distinct().toList();
            if (hashes.isEmpty() || hashes.size() > Slice.MAX_IMAGES) {
                throw new IllegalArgumentException(
                        "one command copies 1 to " + Slice.MAX_IMAGES + " images, not " + hashes.size());
            }
        }
    }

    /// Copies all images of an organization, or those that meet a condition, as a job with the operation's id.
    ///
    /// @param filter a filter expression; all images when absent
    record CopyAll(
            OperationId operation,
            Organization source,
            Organization destination,
            boolean keepExisting,
            long revision,
            @Nullable Instant accepted,
            @Nullable String filter)
            implements CopyCommand {

        public CopyAll {
            Required.COPY_COMMAND.field("operation", operation);
            requireTwo(source, destination);
            requireFilter(filter);
        }
    }

    /// Deletes all images of an organization, or those that meet a condition, as a job with the operation's
    /// id.
    ///
    /// @param filter a filter expression; all images when absent
    record DeleteAll(
            OperationId operation,
            Organization organization,
            long revision,
            @Nullable Instant accepted,
            @Nullable String filter)
            implements CopyCommand {

        public DeleteAll {
            Required.COPY_COMMAND.field("operation", operation);
            Required.COPY_COMMAND.field("organization", organization);
            requireFilter(filter);
        }
    }

    /// Cancels a job; slices in progress are completed and counted.
    ///
    /// @param operation the job's id
    record Cancel(OperationId operation) implements CopyCommand {

        public Cancel {
            Required.COPY_COMMAND.field("operation", operation);
        }
    }

    private static void requireFilter(@Nullable String filter) {
        if (filter != null) {
            FilterText.parseWritten(filter);
        }
    }

    private static void requireTwo(Organization source, Organization destination) {
        Required.COPY_COMMAND.field("source", source);
        Required.COPY_COMMAND.field("destination", destination);
        if (source.equals(destination)) {
            throw new IllegalArgumentException(
                    "source and destination are both " + source + ": there is nothing to do");
        }
    }
}
