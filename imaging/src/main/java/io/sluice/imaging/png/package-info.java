/// PNG (third edition, W3C Recommendation of 24 June 2025), written fast: [io.sluice.imaging.png.PngEncoder]
/// filters and deflates bands of rows on all cores and streams them out in order;
/// [io.sluice.imaging.png.PngDecoder] reads such a file back, sharing no code with it, as proof. Knows
/// nothing of where the pixels come from.
@NullMarked
package io.sluice.imaging.png;

import org.jspecify.annotations.NullMarked;
