/// The formats of samples in TIFF and PSD, and their conversion to samples that PNG can represent. Start with
/// [io.sluice.imaging.samples.SampleFormat] and [io.sluice.imaging.samples.SampleConversion]. Called by the
/// decoders of the formats.
@NullMarked
package io.sluice.imaging.samples;

import org.jspecify.annotations.NullMarked;
