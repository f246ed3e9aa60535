/// HEIC and AVIF, images in the ISO base media file format: [io.sluice.imaging.heif.HeifParser] identifies a
/// file.
@NullMarked
package io.sluice.imaging.heif;

import org.jspecify.annotations.NullMarked;
