package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.image.BinaryHash;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.StoredContent;
import io.sluice.image.UserMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands that register images whose bytes are stored.
@JsonSubTypes({
    @JsonSubTypes.Type(value = RegistrationCommand.Register.class, name = "register"),
    @JsonSubTypes.Type(value = RegistrationCommand.RegisterCopies.class, name = "register-copies"),
    @JsonSubTypes.Type(value = RegistrationCommand.CountRejection.class, name = "count-rejection"),
})
public sealed interface RegistrationCommand extends CatalogCommand {

    /// Registers stored bytes as an image, or updates the metadata of the existing image.
    ///
    /// @param content the stored bytes, in a blob that was written for this upload alone; it is purged when
    ///                the image exists already
    record Register(
            @JsonUnwrapped Envelope envelope,
            BinaryHash binaryHash,
            String name,
            @JsonProperty("protected") boolean isProtected,
            UserMetadata userMetadata,
            DynamicMetadata dynamicMetadata,
            @JsonUnwrapped StoredContent content)
            implements RegistrationCommand {

        public Register {
            Required.CATALOG_COMMAND.field("binary_hash", binaryHash);
            Required.CATALOG_COMMAND.field("name", name);
            Required.CATALOG_COMMAND.field("user_metadata", userMetadata);
            Required.CATALOG_COMMAND.field("dynamic_metadata", dynamicMetadata);
            name = SourceImage.nameOf(name);
        }
    }

    /// Counts an upload that was rejected before it reached the catalog. It changes no image and has no outcome:
    /// that of the upload is published already.
    ///
    /// @param reason code of the reason
    record CountRejection(@JsonUnwrapped Envelope envelope, String reason) implements RegistrationCommand {

        public CountRejection {
            Required.CATALOG_COMMAND.field("reason", reason);
        }
    }

    /// Registers copies of images of `source`, whose blobs have been copied, as images of `organization`.
    ///
    /// @param envelope     with the destination as the organization
    /// @param images       the source's images, each with a blob that was written for this copy alone
    /// @param missing      requested hashes that the source does not have
    /// @param failed       hashes of images whose bytes could not be copied
    /// @param keepExisting whether an existing image is kept as it is rather than overwritten
    /// @param slice        the slice of a job, or null
    record RegisterCopies(
            @JsonUnwrapped Envelope envelope,
            Organization source,
            List<CopiedImage> images,
            List<ImageHash> missing,
            List<ImageHash> failed,
            boolean keepExisting,
            @Nullable Slice slice)
            implements RegistrationCommand {

        public RegisterCopies {
            Required.CATALOG_COMMAND.field("source", source);
            Required.CATALOG_COMMAND.field("images", images);
            Required.CATALOG_COMMAND.field("missing", missing);
            Required.CATALOG_COMMAND.field("failed", failed);
            images = List.copyOf(images);
            missing = List.copyOf(missing);
            failed = List.copyOf(failed);
        }
    }
}
