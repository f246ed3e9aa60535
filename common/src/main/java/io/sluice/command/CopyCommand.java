package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something to be done to many images; the value of `sluice.copies`, which is public: keyed by operation id, so that
/// everything about one operation, its cancelling too, is read in order.
///
/// `revision` is how far the reader must know the organization whose images are read: a client that asks for a copy
/// right after an upload means that upload too. Producers that know none leave it out.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CopyCommand.Copy.class, name = "copy"),
    @JsonSubTypes.Type(value = CopyCommand.CopyAll.class, name = "copy-all"),
    @JsonSubTypes.Type(value = CopyCommand.DeleteAll.class, name = "delete-all"),
    @JsonSubTypes.Type(value = CopyCommand.Cancel.class, name = "cancel"),
})
public sealed interface CopyCommand {

    OperationId operation();

    /// Copy some images. Ends with an [Outcome.Copied] on `sluice.outcomes`.
    ///
    /// @param hashes       1 to [Slice#MAX_IMAGES]
    /// @param keepExisting whether images that the destination has are left as they are, rather than overwritten
    /// @param accepted     when the pipeline took it on; the record's timestamp when absent
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
            require("operation", operation);
            requireTwo(source, destination);
            require("hashes", hashes);
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

    /// Copy every image there is; a job of the operation's id.
    record CopyAll(
            OperationId operation,
            Organization source,
            Organization destination,
            boolean keepExisting,
            long revision,
            @Nullable Instant accepted)
            implements CopyCommand {

        public CopyAll {
            require("operation", operation);
            requireTwo(source, destination);
        }
    }

    /// Delete every image there is; a job of the operation's id.
    record DeleteAll(
            OperationId operation,
            Organization organization,
            long revision,
            @Nullable Instant accepted) implements CopyCommand {

        public DeleteAll {
            require("operation", operation);
            require("organization", organization);
        }
    }

    /// End a job; what is under way is still finished and counted.
    ///
    /// @param operation the job's id
    record Cancel(OperationId operation) implements CopyCommand {

        public Cancel {
            require("operation", operation);
        }
    }

    private static void requireTwo(Organization source, Organization destination) {
        require("source", source);
        require("destination", destination);
        if (source.equals(destination)) {
            throw new IllegalArgumentException(
                    "source and destination are both " + source + ": there is nothing to do");
        }
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("a copy command needs the field \"" + field + '"');
        }
    }
}
