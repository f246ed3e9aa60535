/// Bounded reading of hostile files, for parsers that identify: [io.sluice.imaging.read.ByteReader] checks every
/// position
/// and ends walks that a file would make endless; [io.sluice.imaging.read.Refusal] carries the reason why a file is
/// refused. Called by the formats, each of which implements [io.sluice.imaging.read.FormatParser].
@NullMarked
package io.sluice.imaging.read;

import org.jspecify.annotations.NullMarked;
