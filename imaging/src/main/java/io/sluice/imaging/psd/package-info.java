/// Photoshop documents, PSD and PSB: [io.sluice.imaging.psd.PsdParser] identifies a file,
/// [io.sluice.imaging.psd.PsdDecoder] opens its merged image for conversion.
@NullMarked
package io.sluice.imaging.psd;

import org.jspecify.annotations.NullMarked;
