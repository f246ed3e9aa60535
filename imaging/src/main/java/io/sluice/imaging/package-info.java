/// A library that identifies image files and converts TIFF and PSD files to PNG, JPEG or WebP. Every byte that it reads
/// is
/// treated as hostile. It knows no Kafka, no HTTP, no object store and no settings.
///
/// This package holds what callers pass in and get back. Start with [io.sluice.imaging.identify.Identifier] and
/// [io.sluice.imaging.cell.Optimizer]. Packages depend on one another in one direction:
///
/// - `cell` (child processes) → `convert` → the formats
/// - `identify` → the formats
/// - the formats `eps`, `gif`, `heif`, `jpeg`, `jxl`, `pdf`, `png`, `psd`, `svg`, `tiff`, `webp` → `decode`, `read`,
/// `pixels`,
///   `deflate` → this package
@NullMarked
package io.sluice.imaging;

import org.jspecify.annotations.NullMarked;
