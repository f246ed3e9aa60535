package io.sluice.catalog.state;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;
import java.util.Optional;

/// The hashes of the existing images, in the order of their digits.
public interface HashOrder {

    /// Returns the last hash of the organization's images before `hash`.
    Optional<ImageHash> hashBefore(Organization organization, ImageHash hash);

    /// Returns the first hash of the organization's images after `hash`.
    Optional<ImageHash> hashAfter(Organization organization, ImageHash hash);
}
