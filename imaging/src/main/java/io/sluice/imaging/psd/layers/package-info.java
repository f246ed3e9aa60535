/// The picture of a Photoshop document that was saved without a merged image, composed from its layers. Start
/// with [io.sluice.imaging.psd.layers.ComposedPixels]. Called by `psd`.
@NullMarked
package io.sluice.imaging.psd.layers;

import org.jspecify.annotations.NullMarked;
