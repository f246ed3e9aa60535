package io.sluice.catalog;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Instant;

/// One record to write to the state, to publish, or both.
sealed interface StateChange {

    record PutBinary(BinaryState state) implements StateChange {}

    /// Lets an image be found by its hash.
    record PutHash(Organization organization, ImageHash hash, HashEntry entry) implements StateChange {}

    /// Has an image looked at again once it has been deleted for long enough.
    record PutDeletion(Organization organization, ImageHash hash, Instant deleted) implements StateChange {}

    record RemoveDeletion(Organization organization, ImageHash hash, Instant deleted) implements StateChange {}

    /// Has what is left of a purged image removed once no replay can come back to it.
    record PutRemains(Organization organization, ImageHash hash, long purged) implements StateChange {}

    /// Keeps that the command with this number was refused an image, until it cannot be replayed any more.
    record PutRefusal(Organization organization, ImageHash hash, long number, Refused refused) implements StateChange {}

    record PublishImage(SourceImage image) implements StateChange {}

    /// Says that an image is gone for good.
    record PublishTombstone(Organization organization, ImageHash hash) implements StateChange {}

    record PutOrganization(OrganizationState state) implements StateChange {}

    record PutUser(UserState state) implements StateChange {}
}
