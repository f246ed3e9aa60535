package io.sluice.catalog.state;

import io.sluice.account.Usage;
import io.sluice.account.UserId;
import io.sluice.command.Rejection;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.util.Optional;

/// The state that a decision may read: the effects of all previous commands.
public interface CatalogState extends HashOrder {

    Optional<OrganizationState> organization(Organization name);

    Optional<UserState> user(UserId id);

    Optional<BinaryState> binary(Organization organization, BinaryHash hash);

    /// Returns what the organization stores.
    Usage usage(Organization organization);

    /// Returns the highest number of a command that may have been decided before, and of whose effects a
    /// crash may have kept only a part.
    long replayedUntil();

    /// Returns the reason for which the command with this number could not create the image, if it was
    /// refused and may still be replayed.
    Optional<Rejection> refusal(Organization organization, ImageHash hash, long number);

    /// Returns the entry of an image. After a crash it may name a record that does not exist yet.
    Optional<HashEntry> entry(Organization organization, ImageHash hash);
}
