package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserId;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How one part of an operation ended; the value of `sluice.outcomes`.
///
/// Delivery is at least once: should a part have several outcomes, the first one counts and the others are replays.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Registered.class, name = "registered"),
    @JsonSubTypes.Type(value = Outcome.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = Outcome.Deleted.class, name = "deleted"),
    @JsonSubTypes.Type(value = Outcome.Copied.class, name = "copied"),
    @JsonSubTypes.Type(value = Outcome.Purged.class, name = "purged"),
    @JsonSubTypes.Type(value = Outcome.SignedUp.class, name = "signed-up"),
    @JsonSubTypes.Type(value = Outcome.OrganizationCreated.class, name = "organization-created"),
    @JsonSubTypes.Type(value = Outcome.MembershipChanged.class, name = "membership-changed"),
    @JsonSubTypes.Type(value = Outcome.ApiKeysChanged.class, name = "api-keys-changed"),
    @JsonSubTypes.Type(value = Outcome.WebhookChanged.class, name = "webhook-changed"),
    @JsonSubTypes.Type(value = Outcome.Rejected.class, name = "rejected"),
})
public sealed interface Outcome {

    OperationId operation();

    Part part();

    Organization organization();

    Trail trail();

    /// When it was decided.
    Instant finished();

    /// The image is in the catalog.
    ///
    /// @param created whether it is new; otherwise an existing image took over the metadata
    record Registered(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            SourceImage image,
            boolean created)
            implements Outcome {}

    /// An image is as it was asked for.
    ///
    /// @param image  as it is now; a variant with a hash of its own when protection or dynamic metadata changed
    /// @param effect what the command did to that image
    record Changed(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            SourceImage image,
            Effect effect)
            implements Outcome {}

    /// Images were deleted, as far as they could be.
    ///
    /// @param deleted  those that were and no longer are
    /// @param notFound those that were not there, or deleted already
    /// @param locked   those that must not be deleted
    /// @param revision of the organization with all that was deleted; 0 when nothing was
    /// @param slice    the part of a job that this was, if it was one
    record Deleted(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            List<ImageHash> deleted,
            List<ImageHash> notFound,
            List<ImageHash> locked,
            long revision,
            @Nullable Slice slice)
            implements Outcome {

        public Deleted {
            deleted = List.copyOf(deleted);
            notFound = List.copyOf(notFound);
            locked = List.copyOf(locked);
        }
    }

    /// Images were copied into the organization, as far as they could be.
    ///
    /// @param created  those that are new there, or were deleted there
    /// @param existing those that were there; overwritten, unless existing ones were to be kept
    /// @param notFound those that the source does not have
    /// @param failed   those whose bytes could not be copied
    /// @param revision of the organization with all that was copied; 0 when nothing was
    /// @param slice    the part of a job that this was, if it was one
    record Copied(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            List<ImageHash> created,
            List<ImageHash> existing,
            List<ImageHash> notFound,
            List<ImageHash> failed,
            long revision,
            @Nullable Slice slice)
            implements Outcome {

        public Copied {
            created = List.copyOf(created);
            existing = List.copyOf(existing);
            notFound = List.copyOf(notFound);
            failed = List.copyOf(failed);
        }
    }

    /// Images are gone for good.
    record Purged(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            List<ImageHash> hashes)
            implements Outcome {

        public Purged {
            hashes = List.copyOf(hashes);
        }
    }

    /// What a command did to the thing it was about.
    enum Effect {
        @JsonProperty("created")
        CREATED,
        @JsonProperty("changed")
        CHANGED,
        /// It was so already.
        @JsonProperty("unchanged")
        UNCHANGED,
        @JsonProperty("removed")
        REMOVED
    }

    /// The organization exists.
    record OrganizationCreated(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            OrganizationAccount account)
            implements Outcome {}

    /// What a user may do in the organization is as it was asked for.
    ///
    /// @param membership as it is now; null when it has ended
    record MembershipChanged(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            UserId user,
            @Nullable Membership membership,
            Effect effect)
            implements Outcome {}

    /// A user has one key more or less.
    ///
    /// @param key id of the key
    record ApiKeysChanged(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            UserId user,
            UUID key,
            Effect effect)
            implements Outcome {}

    /// The organization's webhook is as it was asked for.
    record WebhookChanged(
            OperationId operation, Part part, Organization organization, Trail trail, Instant finished, Effect effect)
            implements Outcome {}

    /// The organization and its first user exist.
    record SignedUp(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            OrganizationAccount account,
            UserId user)
            implements Outcome {}

    /// It cannot be done, and nothing has changed.
    record Rejected(
            OperationId operation,
            Part part,
            Organization organization,
            Trail trail,
            Instant finished,
            Rejection reason)
            implements Outcome {}
}
