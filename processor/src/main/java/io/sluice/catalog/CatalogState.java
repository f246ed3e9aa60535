package io.sluice.catalog;

import io.sluice.account.UserAccount;
import io.sluice.account.UserId;
import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.util.Optional;

/// What a decision may look at: everything the commands before it have made.
interface CatalogState {

    Optional<OrganizationState> organization(Organization name);

    Optional<UserAccount> user(UserId id);

    Optional<ImageState> image(Organization organization, ImageHash hash);

    /// The last hash of the organization's images before `hash`, in the order of their digits.
    Optional<ImageHash> hashBefore(Organization organization, ImageHash hash);

    /// The first hash of the organization's images after `hash`, in the order of their digits.
    Optional<ImageHash> hashAfter(Organization organization, ImageHash hash);
}
