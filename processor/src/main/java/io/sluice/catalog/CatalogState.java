package io.sluice.catalog;

import io.sluice.account.UserId;
import io.sluice.image.BinaryHash;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.util.Optional;

/// The state that a decision may read: the effects of all previous commands.
interface CatalogState extends HashOrder {

    Optional<OrganizationState> organization(Organization name);

    Optional<UserState> user(UserId id);

    Optional<BinaryState> binary(Organization organization, BinaryHash hash);

    /// Returns the binary of an image. After a crash it may name a record that does not exist yet.
    Optional<HashEntry> entry(Organization organization, ImageHash hash);
}
