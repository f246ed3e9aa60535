/// A Deflate compressor (RFC 1951) for bands of image rows, faster than zlib at the same size. Start with
/// [io.sluice.imaging.deflate.BandDeflater]. Called by `png`.
@NullMarked
package io.sluice.imaging.deflate;

import org.jspecify.annotations.NullMarked;
