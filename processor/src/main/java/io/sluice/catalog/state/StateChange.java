package io.sluice.catalog.state;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import io.sluice.image.SourceImage;
import java.time.Instant;

/// A change of one record: to write to the state, to publish, or both.
public sealed interface StateChange {

    record PutBinary(BinaryState state) implements StateChange {}

    /// Adds an entry under the hash of an image.
    record PutHash(Organization organization, ImageHash hash, HashEntry entry) implements StateChange {}

    /// Schedules the purge of a deleted image after the retention.
    record PutDeletion(Organization organization, ImageHash hash, Instant deleted) implements StateChange {}

    record RemoveDeletion(Organization organization, ImageHash hash, Instant deleted) implements StateChange {}

    /// Schedules the removal of a purged image's remains once no replay can refer to them.
    record PutRemains(Organization organization, ImageHash hash, long purged) implements StateChange {}

    /// Stores that the command with this number could not create an image, until it cannot be replayed any
    /// more.
    record PutRefusal(Organization organization, ImageHash hash, long number, Refused refused) implements StateChange {}

    record PublishImage(SourceImage image) implements StateChange {}

    /// Publishes that an image was purged.
    record PublishTombstone(Organization organization, ImageHash hash) implements StateChange {}

    record PutOrganization(OrganizationState state) implements StateChange {}

    record PutUser(UserState state) implements StateChange {}
}
