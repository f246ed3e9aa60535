/// WebP: [io.sluice.imaging.webp.WebpParser] identifies a file and decodes lossless transparency (`Vp8l…`,
/// RFC 9649, 3), [io.sluice.imaging.webp.WebpWriter] writes one.
@NullMarked
package io.sluice.imaging.webp;

import org.jspecify.annotations.NullMarked;
