/// How a TIFF or PSD becomes a PNG, JPEG or WebP: readers that deliver pixels band by band, what is done to the
/// pixels on the way, and the cells, child processes in which all of it runs. Called by
/// [io.sluice.imaging.Optimizer] alone.
@NullMarked
package io.sluice.imaging.convert;

import org.jspecify.annotations.NullMarked;
