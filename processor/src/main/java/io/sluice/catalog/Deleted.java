package io.sluice.catalog;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;

/// An image that was deleted or purged, with its mark.
///
/// @param mark the time of its deletion in milliseconds, or the number of the command that purged it
record Deleted(Organization organization, ImageHash hash, long mark) {}
