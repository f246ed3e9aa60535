/// Which image is this? One parser a format, each reading only what it must and trusting nothing it reads.
///
/// Start with [io.sluice.imaging.identify.Inspection], which tells formats apart and hands over to a
/// [io.sluice.imaging.identify.FormatParser]. All of them read through one
/// [io.sluice.imaging.identify.ByteReader], which checks every position and ends endless walks. Called by
/// [io.sluice.imaging.Identifier] only.
@NullMarked
package io.sluice.imaging.identify;

import org.jspecify.annotations.NullMarked;
