/// A library that identifies image files and converts TIFF and PSD files to PNG, JPEG or WebP. It treats every
/// input byte as hostile. It has no dependency on Kafka, HTTP, an object store or settings.
///
/// This package contains the parameters and results. Start with [io.sluice.imaging.identify.Identifier] and
/// [io.sluice.imaging.cell.Optimizer]. Packages depend on one another in one direction:
///
/// - `cell` (child processes) → `convert` → the formats
/// - `identify` → the formats
/// - the formats `eps`, `gif`, `heif`, `jpeg`, `jxl`, `pdf`, `png`, `psd`, `svg`, `tiff`, `webp` → `decode`,
///   `read`, `pixels`, `deflate` → this package
@NullMarked
package io.sluice.imaging;

import org.jspecify.annotations.NullMarked;
