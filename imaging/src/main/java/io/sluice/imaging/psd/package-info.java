/// Photoshop documents, PSD and PSB: [io.sluice.imaging.psd.PsdParser] identifies a file,
/// [io.sluice.imaging.psd.PsdDecoder] opens its picture for conversion.
@NullMarked
package io.sluice.imaging.psd;

import org.jspecify.annotations.NullMarked;
