/// The formats of samples that TIFF and PSD have, and their conversion to what PNG can hold: one number after the
/// other,
/// whatever they are stored as. Start with [io.sluice.imaging.samples.SampleFormat] and
/// [io.sluice.imaging.samples.SampleConversion]. Called by the decoders of the formats.
@NullMarked
package io.sluice.imaging.samples;

import org.jspecify.annotations.NullMarked;
