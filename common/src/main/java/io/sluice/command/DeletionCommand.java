package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands that delete images, restore and purge them.
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeletionCommand.Delete.class, name = "delete"),
    @JsonSubTypes.Type(value = DeletionCommand.DeleteBinary.class, name = "delete-binary"),
    @JsonSubTypes.Type(value = DeletionCommand.Restore.class, name = "restore"),
    @JsonSubTypes.Type(value = DeletionCommand.Purge.class, name = "purge"),
})
public sealed interface DeletionCommand extends CatalogCommand {

    /// Deletes images: hides them until they are restored or purged. Skips locked and missing images.
    ///
    /// @param hashes at most [Slice#MAX_IMAGES]
    /// @param slice  the slice of a job, or null
    record Delete(
            @JsonUnwrapped Envelope envelope,
            List<ImageHash> hashes,
            @Nullable Slice slice) implements DeletionCommand {

        public Delete {
            Required.CATALOG_COMMAND.field("hashes", hashes);
            hashes = List.copyOf(hashes);
            if (hashes.isEmpty() || hashes.size() > Slice.MAX_IMAGES) {
                throw new IllegalArgumentException(
                        "one command deletes 1 to " + Slice.MAX_IMAGES + " images, not " + hashes.size());
            }
        }
    }

    /// Deletes all variants of a binary, or none when one of them is locked.
    record DeleteBinary(@JsonUnwrapped Envelope envelope, BinaryHash binaryHash) implements DeletionCommand {

        public DeleteBinary {
            Required.CATALOG_COMMAND.field("binary_hash", binaryHash);
        }
    }

    /// Restores a deleted image.
    ///
    /// @param revealing whether the sender may see protected originals; required for an image whose bytes a
    /// protected
    ///                  image of the same binary has
    record Restore(
            @JsonUnwrapped Envelope envelope,
            ImageHash hash,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean revealing)
            implements DeletionCommand {

        public Restore {
            Required.CATALOG_COMMAND.field("hash", hash);
        }
    }

    /// Purges images that were deleted by `deletedBefore` and still are. Issued by the catalog itself.
    record Purge(@JsonUnwrapped Envelope envelope, List<ImageHash> hashes, Instant deletedBefore)
            implements DeletionCommand {

        public Purge {
            Required.CATALOG_COMMAND.field("hashes", hashes);
            Required.CATALOG_COMMAND.field("deleted_before", deletedBefore);
            hashes = List.copyOf(hashes);
        }
    }
}
