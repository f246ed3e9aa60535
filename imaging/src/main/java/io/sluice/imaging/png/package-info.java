/// PNG (third edition, W3C Recommendation of 24 June 2025). [io.sluice.imaging.png.PngParser] identifies a
/// file; [io.sluice.imaging.png.PngEncoder] filters and deflates bands of rows on all cores and writes them
/// in order; [io.sluice.imaging.png.PngVerifier] reads a written file back and compares its pixels. The
/// verifier shares no code with the encoder, and is strict where the parser is tolerant: it reads our own
/// files only.
@NullMarked
package io.sluice.imaging.png;

import org.jspecify.annotations.NullMarked;
