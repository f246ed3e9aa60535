package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;

/// Commands that change one image.
@JsonSubTypes({
    @JsonSubTypes.Type(value = EditCommand.Rename.class, name = "rename"),
    @JsonSubTypes.Type(value = EditCommand.Lock.class, name = "lock"),
    @JsonSubTypes.Type(value = EditCommand.Protect.class, name = "protect"),
    @JsonSubTypes.Type(value = EditCommand.EditUserMetadata.class, name = "edit-user-metadata"),
    @JsonSubTypes.Type(value = EditCommand.EditDynamicMetadata.class, name = "edit-dynamic-metadata"),
})
public sealed interface EditCommand extends CatalogCommand {

    /// Renames an image.
    record Rename(@JsonUnwrapped Envelope envelope, ImageHash hash, String name) implements EditCommand {

        public Rename {
            Required.CATALOG_COMMAND.field("hash", hash);
            Required.CATALOG_COMMAND.field("name", name);
            name = SourceImage.nameOf(name);
        }
    }

    /// Locks an image against deletion and purge, or unlocks it.
    record Lock(@JsonUnwrapped Envelope envelope, ImageHash hash, boolean locked) implements EditCommand {

        public Lock {
            Required.CATALOG_COMMAND.field("hash", hash);
        }
    }

    /// Creates the variant of an image with the given protection. The variant has a hash of its own; the
    /// image itself is kept unless `deletePrevious` is set.
    record Protect(
            @JsonUnwrapped Envelope envelope,
            @JsonProperty("protected") boolean isProtected,
            ImageHash hash,
            boolean deletePrevious)
            implements EditCommand {

        public Protect {
            Required.CATALOG_COMMAND.field("hash", hash);
        }
    }

    /// Edits the user metadata of an image.
    record EditUserMetadata(@JsonUnwrapped Envelope envelope, ImageHash hash, MetadataEdit edit)
            implements EditCommand {

        public EditUserMetadata {
            Required.CATALOG_COMMAND.field("hash", hash);
            Required.CATALOG_COMMAND.field("edit", edit);
        }
    }

    /// Creates the variant of an image with edited dynamic metadata.
    ///
    /// @param previous what happens to the image itself
    record EditDynamicMetadata(@JsonUnwrapped Envelope envelope, ImageHash hash, MetadataEdit edit, Previous previous)
            implements EditCommand {

        public EditDynamicMetadata {
            Required.CATALOG_COMMAND.field("hash", hash);
            Required.CATALOG_COMMAND.field("edit", edit);
            Required.CATALOG_COMMAND.field("previous", previous);
        }

        /// What happens to the image whose dynamic metadata is edited.
        public enum Previous {
            /// The image is kept beside the variant.
            @JsonProperty("keep")
            KEEP,
            /// The image is deleted once the variant exists.
            @JsonProperty("delete")
            DELETE,
            /// The image is changed in place and keeps its hash, which then no longer matches its content.
            @JsonProperty("keep-hash")
            KEEP_HASH
        }
    }
}
