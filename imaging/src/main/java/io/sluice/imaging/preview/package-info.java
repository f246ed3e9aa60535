/// Previews: small upright images in sRGB, for lists. [io.sluice.imaging.preview.Previewer] makes them, in a
/// cell.
@NullMarked
package io.sluice.imaging.preview;

import org.jspecify.annotations.NullMarked;
