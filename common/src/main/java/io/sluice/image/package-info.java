/// Source images: the record [io.sluice.image.SourceImage], to start with, its identity
/// ([io.sluice.image.BinaryHash], [io.sluice.image.ImageHash], [io.sluice.image.ShortHash]) and its metadata.
///
/// The package is large because each part of an image is a small value type, and `SourceImage` consists of
/// nearly all of them.
@NullMarked
package io.sluice.image;

import org.jspecify.annotations.NullMarked;
