/// Compressions of TIFF: [io.sluice.imaging.tiff.compression.TileStream] delivers the bytes of a strip or
/// tile. Called by `tiff`.
@NullMarked
package io.sluice.imaging.tiff.compression;

import org.jspecify.annotations.NullMarked;
