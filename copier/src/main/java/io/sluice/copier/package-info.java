/// Copies of images between organizations, from one image to all, and deletion of all images of an
/// organization. [io.sluice.copier.Copier] starts the topology that cuts jobs into slices, and the workers
/// that copy blobs.
@NullMarked
package io.sluice.copier;

import org.jspecify.annotations.NullMarked;
