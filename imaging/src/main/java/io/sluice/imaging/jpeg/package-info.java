/// JPEG: [io.sluice.imaging.jpeg.JpegParser] identifies a file, [io.sluice.imaging.jpeg.JpegWriter] writes
/// one.
@NullMarked
package io.sluice.imaging.jpeg;

import org.jspecify.annotations.NullMarked;
