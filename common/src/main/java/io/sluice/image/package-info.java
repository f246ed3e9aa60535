/// What a source image is: its identity ([io.sluice.image.BinaryHash], [io.sluice.image.ImageHash],
/// [io.sluice.image.ShortHash]), its metadata and the record of it, [io.sluice.image.SourceImage], to start with.
@NullMarked
package io.sluice.image;

import org.jspecify.annotations.NullMarked;
