/// Bounded reading of hostile files, for parsers that identify: [io.sluice.imaging.read.ByteReader] checks
/// every position and ends loops that a file would make endless; [io.sluice.imaging.read.Refusal] contains
/// the reason why a file is refused. Called by the formats, each of which implements
/// [io.sluice.imaging.read.FormatParser].
@NullMarked
package io.sluice.imaging.read;

import org.jspecify.annotations.NullMarked;
