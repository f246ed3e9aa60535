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
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A change to the catalog that is asked for; the value of `sluice.catalog-commands`, keyed by organization and
/// decided in order.
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

    /// Identifies this command among all: a replay carries the same.
    default String id() {
        return operation().value() + '#' + part().index();
    }

    /// The bytes are in the store: make them an image, or add to the one that exists.
    ///
    /// @param blob         the blob that was written for this upload alone; purged when the image exists already
    /// @param optimization how the blob was made, unless it holds the bytes that were received
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

    /// The blobs of these images of `source` have been copied: make each an image of `organization`.
    ///
    /// @param organization the destination
    /// @param images       the source's records, each with the blob that was written for this copy alone
    /// @param missing      hashes that were asked for and that the source does not have
    /// @param failed       hashes whose bytes could not be copied
    /// @param keepExisting whether an image that is there already is left as it is, rather than overwritten
    /// @param slice        the part of a job that this is, if it is one
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

    /// Hide these images until they are restored or purged. Locked ones and those that are not there are passed over.
    ///
    /// @param hashes at most [Slice#MAX_IMAGES]
    /// @param slice  the part of a job that this is, if it is one
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

    /// Hide all variants of one binary, or none of them when one is locked.
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

    /// Bring a deleted image back.
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

    /// Forget these images for good, as far as they were deleted by `deletedBefore` and are so still. The catalog asks
    /// itself.
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

    /// Give an image another name.
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

    /// Keep an image from being deleted and purged, or no longer do so.
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

    /// Make an image's variant of this protection. It has another hash; the image itself stays, unless
    /// `deletePrevious`.
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

    /// Change what users say about an image.
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

    /// Make an image's variant with other dynamic metadata.
    ///
    /// @param previous what becomes of the image itself
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

        /// What becomes of the image whose metadata is edited.
        public enum Previous {
            /// It stays beside the variant.
            @JsonProperty("keep")
            KEEP,
            /// It is deleted once the variant is there.
            @JsonProperty("delete")
            DELETE,
            /// It changes in place and keeps its hash, which then no longer follows from what it holds.
            @JsonProperty("keep-hash")
            KEEP_HASH
        }
    }

    /// Make an organization, and a user who is its admin.
    ///
    /// @param user   a fresh user id
    /// @param apiKey the user's first key, only as its hash
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

    /// Make an organization of a user who is there already.
    ///
    /// @param admin becomes its admin
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

    /// Make a user who is a member of this organization; it becomes the user's home.
    ///
    /// @param user   a fresh user id
    /// @param apiKey the user's first key, only as its hash
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

    /// Say what a user may do here. The last admin remains one.
    ///
    /// @param user one who exists, which the sender has made sure of: users live with their home organization
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

    /// End a membership, unless it is the last admin's.
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

    /// Tell this webhook, instead of another if there is one, when something of the organization has ended.
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

    /// Tell nobody any more.
    record RemoveWebhook(OperationId operation, Part part, Organization organization, Trail trail)
            implements CatalogCommand {

        public RemoveWebhook {
            require("operation", operation);
            require("part", part);
            require("organization", organization);
            require("trail", trail);
        }
    }

    /// Give a user one more key, of at most [io.sluice.account.UserAccount#MAX_API_KEYS].
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

    /// Revoke a key.
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
