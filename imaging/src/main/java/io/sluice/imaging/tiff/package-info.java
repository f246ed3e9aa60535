/// TIFF 6.0 and BigTIFF: [io.sluice.imaging.tiff.TiffParser] identifies a file,
/// [io.sluice.imaging.tiff.TiffDecoder] opens its first image for conversion.
@NullMarked
package io.sluice.imaging.tiff;

import org.jspecify.annotations.NullMarked;
