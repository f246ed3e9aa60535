/// Conversion of a TIFF or PSD to PNG, JPEG or WebP within this process: opens the decoder of its format,
/// finds the smallest lossless pixel layout, and runs the encoder. Start with
/// [io.sluice.imaging.convert.Converter]. Called by [io.sluice.imaging.cell.CellMain], in a child process.
@NullMarked
package io.sluice.imaging.convert;

import org.jspecify.annotations.NullMarked;
