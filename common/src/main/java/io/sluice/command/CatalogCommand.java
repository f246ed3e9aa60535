package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.account.ApiKey;
import io.sluice.account.Membership;
import io.sluice.account.UserId;
import io.sluice.account.Webhook;
import io.sluice.image.BinaryHash;
import io.sluice.image.BlobKey;
import io.sluice.image.DynamicMetadata;
import io.sluice.image.ImageFormat;
import io.sluice.image.ImageHash;
import io.sluice.image.Optimization;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import io.sluice.image.UserMetadata;
import io.sluice.operation.CommandId;
import io.sluice.operation.OperationId;
import io.sluice.operation.Part;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A request to change the catalog; the value of `sluice.catalog-commands`, keyed by organization and decided in order.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CatalogCommand.Register.class, name = "register"),
    @JsonSubTypes.Type(value = CatalogCommand.RegisterCopies.class, name = "register-copies"),
    @JsonSubTypes.Type(value = CatalogCommand.Delete.class, name = "delete"),
    @JsonSubTypes.Type(value = CatalogCommand.DeleteBinary.class, name = "delete-binary"),
    @JsonSubTypes.Type(value = CatalogCommand.Restore.class, name = "restore"),
    @JsonSubTypes.Type(value = CatalogCommand.Purge.class, name = "purge"),
    @JsonSubTypes.Type(value = CatalogCommand.Rename.class, name = "rename"),
    @JsonSubTypes.Type(value = CatalogCommand.Lock.class, name = "lock"),
    @JsonSubTypes.Type(value = CatalogCommand.Protect.class, name = "protect"),
    @JsonSubTypes.Type(value = CatalogCommand.EditUserMetadata.class, name = "edit-user-metadata"),
    @JsonSubTypes.Type(value = CatalogCommand.EditDynamicMetadata.class, name = "edit-dynamic-metadata"),
    @JsonSubTypes.Type(value = CatalogCommand.SignUp.class, name = "sign-up"),
    @JsonSubTypes.Type(value = CatalogCommand.CreateOrganization.class, name = "create-organization"),
    @JsonSubTypes.Type(value = CatalogCommand.AddMember.class, name = "add-member"),
    @JsonSubTypes.Type(value = CatalogCommand.SetMembership.class, name = "set-membership"),
    @JsonSubTypes.Type(value = CatalogCommand.RemoveMembership.class, name = "remove-membership"),
    @JsonSubTypes.Type(value = CatalogCommand.SetWebhook.class, name = "set-webhook"),
    @JsonSubTypes.Type(value = CatalogCommand.RemoveWebhook.class, name = "remove-webhook"),
    @JsonSubTypes.Type(value = CatalogCommand.AddApiKey.class, name = "add-api-key"),
    @JsonSubTypes.Type(value = CatalogCommand.RemoveApiKey.class, name = "remove-api-key"),
})
public sealed interface CatalogCommand {

    OperationId operation();

    Part part();

    Organization organization();

    Trail trail();

    /// Returns the id of this command, which is unique; a replay has the same id.
    default CommandId id() {
        return CommandId.of(operation(), part());
    }

    /// Registers stored bytes as an image, or updates the metadata of the existing image.
    ///
    /// @param blob         a blob that was written for this upload alone; purged when the image exists already
    /// @param optimization how the blob was derived, or null when it holds the received bytes
    record Register(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            BinaryHash binaryHash,
            String name,
            ImageFormat format,
            long size,
            int width,
            int height,
            boolean opaque,
            boolean animated,
            @JsonProperty("protected") boolean isProtected,
            UserMetadata userMetadata,
            DynamicMetadata dynamicMetadata,
            BlobKey blob,
            @Nullable Optimization optimization)
            implements CatalogCommand {

        public Register {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("binary_hash", binaryHash);
            require("name", name);
            require("format", format);
            require("user_metadata", userMetadata);
            require("dynamic_metadata", dynamicMetadata);
            require("blob", blob);
            if (width < 1 || height < 1 || size < 1) {
                throw new IllegalArgumentException("an image has positive dimensions and size, not " + width + " × "
                        + height + ", " + size + " bytes");
            }
            name = SourceImage.nameOf(name);
        }
    }

    /// Registers copies of images of `source`, whose blobs have been copied, as images of `organization`.
    ///
    /// @param organization the destination
    /// @param images       the source's images, each with a blob that was written for this copy alone
    /// @param missing      requested hashes that the source does not have
    /// @param failed       hashes of images whose bytes could not be copied
    /// @param keepExisting whether an existing image is kept as it is rather than overwritten
    /// @param slice        the slice of a job, or null
    record RegisterCopies(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Organization source,
            List<CopiedImage> images,
            List<ImageHash> missing,
            List<ImageHash> failed,
            boolean keepExisting,
            @Nullable Slice slice)
            implements CatalogCommand {

        public RegisterCopies {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("source", source);
            require("images", images);
            require("missing", missing);
            require("failed", failed);
            images = List.copyOf(images);
            missing = List.copyOf(missing);
            failed = List.copyOf(failed);
        }
    }

    /// Deletes images: hides them until they are restored or purged. Skips locked and missing images.
    ///
    /// @param hashes at most [Slice#MAX_IMAGES]
    /// @param slice  the slice of a job, or null
    record Delete(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            List<ImageHash> hashes,
            @Nullable Slice slice)
            implements CatalogCommand {

        public Delete {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hashes", hashes);
            hashes = List.copyOf(hashes);
            if (hashes.isEmpty() || hashes.size() > Slice.MAX_IMAGES) {
                throw new IllegalArgumentException(
                        "one command deletes 1 to " + Slice.MAX_IMAGES + " images, not " + hashes.size());
            }
        }
    }

    /// Deletes all variants of a binary, or none when one of them is locked.
    record DeleteBinary(OperationId operation, Part part, Organization organization, Trail trail, BinaryHash binaryHash)
            implements CatalogCommand {

        public DeleteBinary {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("binary_hash", binaryHash);
        }
    }

    /// Restores a deleted image.
    record Restore(OperationId operation, Part part, Organization organization, Trail trail, ImageHash hash)
            implements CatalogCommand {

        public Restore {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hash", hash);
        }
    }

    /// Purges images that were deleted by `deletedBefore` and still are. Issued by the catalog itself.
    record Purge(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            List<ImageHash> hashes,
            Instant deletedBefore)
            implements CatalogCommand {

        public Purge {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hashes", hashes);
            require("deleted_before", deletedBefore);
            hashes = List.copyOf(hashes);
        }
    }

    /// Renames an image.
    record Rename(OperationId operation, Part part, Organization organization, Trail trail, ImageHash hash, String name)
            implements CatalogCommand {

        public Rename {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hash", hash);
            require("name", name);
            name = SourceImage.nameOf(name);
        }
    }

    /// Locks an image against deletion and purge, or unlocks it.
    record Lock(
            OperationId operation, Part part, Organization organization, Trail trail, ImageHash hash, boolean locked)
            implements CatalogCommand {

        public Lock {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hash", hash);
        }
    }

    /// Creates the variant of an image with the given protection. The variant has a hash of its own; the image itself
    /// is kept unless `deletePrevious` is set.
    record Protect(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            ImageHash hash,
            @JsonProperty("protected") boolean isProtected,
            boolean deletePrevious)
            implements CatalogCommand {

        public Protect {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hash", hash);
        }
    }

    /// Edits the user metadata of an image.
    record EditUserMetadata(
            OperationId operation, Part part, Organization organization, Trail trail, ImageHash hash, MetadataEdit edit)
            implements CatalogCommand {

        public EditUserMetadata {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hash", hash);
            require("edit", edit);
        }
    }

    /// Creates the variant of an image with edited dynamic metadata.
    ///
    /// @param previous what happens to the image itself
    record EditDynamicMetadata(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            ImageHash hash,
            MetadataEdit edit,
            Previous previous)
            implements CatalogCommand {

        public EditDynamicMetadata {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("hash", hash);
            require("edit", edit);
            require("previous", previous);
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

    /// Creates an organization and a user who is its admin.
    ///
    /// @param user   a new user id
    /// @param apiKey the user's first key, as a hash
    record SignUp(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            UserId user,
            String email,
            String displayName,
            ApiKey apiKey)
            implements CatalogCommand {

        public SignUp {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("user", user);
            require("email", email);
            require("display_name", displayName);
            require("api_key", apiKey);
        }
    }

    /// Creates an organization for an existing user.
    ///
    /// @param admin the existing user, who becomes the admin
    record CreateOrganization(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            UserId admin,
            String billingEmail,
            String displayName)
            implements CatalogCommand {

        public CreateOrganization {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("admin", admin);
            require("billing_email", billingEmail);
            require("display_name", displayName);
        }
    }

    /// Creates a user who is a member of this organization, which becomes the user's home.
    ///
    /// @param user   a new user id
    /// @param apiKey the user's first key, as a hash
    record AddMember(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            UserId user,
            String email,
            ApiKey apiKey,
            Membership membership)
            implements CatalogCommand {

        public AddMember {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("user", user);
            require("email", email);
            require("api_key", apiKey);
            require("membership", membership);
        }
    }

    /// Sets the roles of a user in this organization. The last admin remains an admin.
    ///
    /// @param user an existing user; the sender checks that, because users belong to their home organizations
    record SetMembership(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            UserId user,
            Membership membership)
            implements CatalogCommand {

        public SetMembership {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("user", user);
            require("membership", membership);
        }
    }

    /// Removes a membership, unless it is the last admin's.
    record RemoveMembership(OperationId operation, Part part, Organization organization, Trail trail, UserId user)
            implements CatalogCommand {

        public RemoveMembership {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("user", user);
        }
    }

    /// Sets the webhook that receives the ends of operations and jobs; replaces the previous webhook.
    record SetWebhook(OperationId operation, Part part, Organization organization, Trail trail, Webhook webhook)
            implements CatalogCommand {

        public SetWebhook {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("webhook", webhook);
        }
    }

    /// Removes the webhook.
    record RemoveWebhook(OperationId operation, Part part, Organization organization, Trail trail)
            implements CatalogCommand {

        public RemoveWebhook {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
        }
    }

    /// Adds an API key to a user, up to [io.sluice.account.UserAccount#MAX_API_KEYS].
    ///
    /// @param organization the user's home
    record AddApiKey(
            OperationId operation, Part part, Organization organization, Trail trail, UserId user, ApiKey apiKey)
            implements CatalogCommand {

        public AddApiKey {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("user", user);
            require("api_key", apiKey);
        }
    }

    /// Revokes an API key.
    ///
    /// @param organization the user's home
    /// @param key          id of the key
    record RemoveApiKey(OperationId operation, Part part, Organization organization, Trail trail, UserId user, UUID key)
            implements CatalogCommand {

        public RemoveApiKey {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
            require("user", user);
            require("key", key);
        }
    }

    private static void require(String field, @Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("a catalog command needs the field \"" + field + '"');
        }
    }
}
