/// Source images: the record [io.sluice.image.SourceImage], to start with, its identity
/// ([io.sluice.image.BinaryHash], [io.sluice.image.ImageHash], [io.sluice.image.ShortHash]) and its metadata.
@NullMarked
package io.sluice.image;

import org.jspecify.annotations.NullMarked;
