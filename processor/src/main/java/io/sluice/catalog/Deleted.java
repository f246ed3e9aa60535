package io.sluice.catalog;

import io.sluice.image.ImageHash;
import io.sluice.image.Organization;

/// An image that was deleted, or purged, at some time.
///
/// @param mark the time in milliseconds when it was deleted, or the number of the command that purged it
record Deleted(Organization organization, ImageHash hash, long mark) {}
