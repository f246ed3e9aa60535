package io.sluice.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.account.Limits;
import io.sluice.account.Membership;
import io.sluice.account.OrganizationAccount;
import io.sluice.account.UserId;
import io.sluice.image.ImageHash;
import io.sluice.image.SourceImage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The end of one part of an operation; the value of `sluice.outcomes`.
///
/// Delivery is at least once: of several outcomes of a part, the first one counts and the others are replays.
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
    @JsonSubTypes.Type(value = Outcome.LimitsChanged.class, name = "limits-changed"),
    @JsonSubTypes.Type(value = Outcome.Rejected.class, name = "rejected"),
})
public sealed interface Outcome extends Enveloped {

    /// Returns when the outcome was decided.
    Instant finished();

    /// An image was registered.
    ///
    /// @param created whether the image is new; otherwise the metadata of an existing image was updated
    record Registered(@JsonUnwrapped Envelope envelope, Instant finished, SourceImage image, boolean created)
            implements Outcome {}

    /// An image has the requested state.
    ///
    /// @param image  the image in its new state; a variant with its own hash when protection or dynamic
    ///               metadata changed
    /// @param effect effect of the command on that image
    record Changed(@JsonUnwrapped Envelope envelope, Instant finished, SourceImage image, Effect effect)
            implements Outcome {}

    /// Images were deleted, as far as possible.
    ///
    /// @param deleted  hashes of the images that this command deleted
    /// @param notFound hashes of images that did not exist or were already deleted
    /// @param locked   hashes of images that cannot be deleted because they are locked
    /// @param revision revision of the organization after the deletions; 0 when nothing was deleted
    /// @param slice    the slice of a job, or null
    record Deleted(
            @JsonUnwrapped Envelope envelope,
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

    /// Images were copied into the organization, as far as possible.
    ///
    /// @param created  hashes of images that are new, or had been deleted, in the destination
    /// @param existing hashes of images that existed; they were overwritten unless existing ones are kept
    /// @param notFound hashes of images that the source does not have
    /// @param failed   hashes of images whose bytes could not be copied
    /// @param revision revision of the organization after the copies; 0 when nothing was copied
    /// @param slice    the slice of a job, or null
    record Copied(
            @JsonUnwrapped Envelope envelope,
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

    /// Images were purged.
    record Purged(@JsonUnwrapped Envelope envelope, Instant finished, List<ImageHash> hashes) implements Outcome {

        public Purged {
            hashes = List.copyOf(hashes);
        }
    }

    /// The effect of a command on its target.
    enum Effect {
        @JsonProperty("created")
        CREATED,
        @JsonProperty("changed")
        CHANGED,
        /// The target already had the requested state.
        @JsonProperty("unchanged")
        UNCHANGED,
        @JsonProperty("removed")
        REMOVED
    }

    /// An organization was created.
    record OrganizationCreated(@JsonUnwrapped Envelope envelope, Instant finished, OrganizationAccount account)
            implements Outcome {}

    /// The membership of a user has the requested state.
    ///
    /// @param membership the new membership; null when it was removed
    record MembershipChanged(
            @JsonUnwrapped Envelope envelope,
            Instant finished,
            UserId user,
            @Nullable Membership membership,
            Effect effect)
            implements Outcome {}

    /// An API key was added to a user, who may be new, or revoked.
    ///
    /// @param key id of the key
    record ApiKeysChanged(@JsonUnwrapped Envelope envelope, Instant finished, UserId user, UUID key, Effect effect)
            implements Outcome {}

    /// The organization has the requested limits.
    record LimitsChanged(@JsonUnwrapped Envelope envelope, Instant finished, Limits limits, Effect effect)
            implements Outcome {}

    /// The organization's webhook has the requested state.
    record WebhookChanged(@JsonUnwrapped Envelope envelope, Instant finished, Effect effect) implements Outcome {}

    /// An organization and its first user were created.
    record SignedUp(@JsonUnwrapped Envelope envelope, Instant finished, OrganizationAccount account, UserId user)
            implements Outcome {}

    /// The command was rejected; nothing has changed.
    record Rejected(@JsonUnwrapped Envelope envelope, Instant finished, Rejection reason) implements Outcome {}
}
